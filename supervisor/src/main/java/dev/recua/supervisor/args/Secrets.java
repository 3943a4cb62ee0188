package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.List;

/// Makes an argument list fit for logs and answers: the values of options that carry secrets become
/// [#MASK]. Which options those are, says the table of [Options]. Pure; any thread.
public final class Secrets {
    /// What is shown in place of a secret.
    public static final String MASK = "***";

    private Secrets() {}

    /// The same words with every secret value masked, whether it follows its option or is joined by
    /// `=`.
    ///
    /// @param args words as a process gets them, without the program
    /// @return as many words, in the same order
    public static List<String> mask(List<String> args) {
        List<String> masked = new ArrayList<>(args.size());
        boolean secretNext = false;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (secretNext) {
                masked.add(MASK);
            } else if (equals > 0 && isSecret(arg.substring(0, equals))) {
                masked.add(arg.substring(0, equals + 1) + MASK);
            } else {
                masked.add(arg);
            }
            secretNext = !secretNext && isSecret(arg);
        }
        return List.copyOf(masked);
    }

    /// The words without every option that carries a secret, and without its value.
    ///
    /// @param args words as a process gets them, without the program
    public static List<String> without(List<String> args) {
        List<String> left = new ArrayList<>(args.size());
        boolean secretNext = false;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            boolean joined = equals > 0 && isSecret(arg.substring(0, equals));
            boolean option = !secretNext && isSecret(arg);
            if (!secretNext && !joined && !option) left.add(arg);
            secretNext = option;
        }
        return List.copyOf(left);
    }

    private static boolean isSecret(String word) {
        return Options.LLAMA_SERVER
                .find(word)
                .map(Option::kind)
                .filter(Kind.Secret.class::isInstance)
                .isPresent();
    }
}
