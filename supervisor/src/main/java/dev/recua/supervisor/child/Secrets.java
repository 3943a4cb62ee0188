package dev.recua.supervisor.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes secrets out of log lines and argument lists.
final class Secrets {

    private static final String MASK = "***";
    private static final Pattern KNOWN =
            Pattern.compile(
                    "\\bhf_[A-Za-z0-9]{8,}|\\bsk-[A-Za-z0-9_-]{8,}|(?<=[Bb]earer )[^\\s\"',]+");
    private static final Set<String> FLAGS = Set.of("--api-key", "--hf-token", "-hft");

    private final List<String> own;

    /// @param own values that must never be shown
    Secrets(List<String> own) {
        this.own = own.stream().filter(secret -> !secret.isEmpty()).toList();
    }

    String mask(String line) {
        String masked = line;
        for (String secret : own) masked = masked.replace(secret, MASK);
        return KNOWN.matcher(masked).replaceAll(MASK);
    }

    /// The arguments, with the value after each flag that takes a secret hidden.
    List<String> maskArgs(List<String> args) {
        List<String> shown = new ArrayList<>();
        boolean secret = false;
        for (String arg : args) {
            shown.add(secret ? MASK : mask(arg));
            secret = FLAGS.contains(arg);
        }
        return List.copyOf(shown);
    }
}
