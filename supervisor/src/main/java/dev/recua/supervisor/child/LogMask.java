package dev.recua.supervisor.child;

import dev.recua.supervisor.args.Secrets;
import java.util.List;
import java.util.regex.Pattern;

/// Takes secrets out of text: values known to be secret, and what looks like a key or a token.
///
/// It works on any line; which *options* carry a secret is known by [Secrets] alone.
final class LogMask {

    private static final Pattern KNOWN =
            Pattern.compile(
                    "\\bhf_[A-Za-z0-9]{8,}|\\bsk-[A-Za-z0-9_-]{8,}|(?<=[Bb]earer )[^\\s\"',]+");

    private final List<String> own;

    /// @param own values that must never be shown
    LogMask(List<String> own) {
        this.own = own.stream().filter(secret -> !secret.isEmpty()).toList();
    }

    String mask(String line) {
        String masked = line;
        for (String secret : own) masked = masked.replace(secret, Secrets.MASK);
        return mayHold(masked) ? KNOWN.matcher(masked).replaceAll(Secrets.MASK) : masked;
    }

    /// The expression costs more than all else that is done with a line.
    private static boolean mayHold(String line) {
        return line.contains("hf_") || line.contains("sk-") || line.contains("earer ");
    }

    /// The arguments, with the values of options that take a secret hidden, and whatever else
    /// [#mask] finds.
    List<String> maskArgs(List<String> args) {
        return Secrets.mask(args).stream().map(this::mask).toList();
    }
}
