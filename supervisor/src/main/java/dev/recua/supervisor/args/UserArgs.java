package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The user's own words for a child, said to one llama-server.
///
/// @param heard    the options they use
/// @param problems every word that cannot be passed
record UserArgs(List<Heard> heard, List<ArgProblem> problems) {
    /// Options that decide what a child is and how we reach it.
    private static final Set<String> OURS =
            Set.of("--model", "--alias", "--host", "--port", "--api-key", "--api-key-file");

    /// Options that would fetch another model, serve many, or move the address away from where we
    /// look.
    private static final Set<String> NEVER =
            Set.of(
                    "--model-url",
                    "--hf-repo",
                    "--hf-file",
                    "--docker-repo",
                    "--models-dir",
                    "--models-preset",
                    "--api-prefix",
                    "--ssl-key-file",
                    "--ssl-cert-file",
                    "--reuse-port");

    /// Options that print something and end.
    private static final Set<String> ENDING =
            Set.of("--help", "--version", "--cache-list", "--list-devices", "--completion-bash");

    static UserArgs read(List<String> words, Dialect dialect) {
        List<Heard> heard = dialect.hear(words);
        List<ArgProblem> problems = new ArrayList<>();
        for (Heard one : heard) {
            reserved(one).or(one::problem).ifPresent(problems::add);
        }
        return new UserArgs(List.copyOf(heard), List.copyOf(problems));
    }

    /// Whether they use this option, in any spelling, or one of its opposites.
    boolean use(Heard own) {
        return heard.stream()
                .anyMatch(theirs -> theirs.names().stream().anyMatch(own.names()::contains));
    }

    private static Optional<ArgProblem> reserved(Heard heard) {
        String word = heard.word();
        if (isAmong(heard, OURS)) {
            return Optional.of(new ArgProblem(word, "is set by Recua itself; take it out"));
        }
        if (isAmong(heard, NEVER)) {
            return Optional.of(
                    new ArgProblem(
                            word, "cannot be used for a model that Recua serves; take it out"));
        }
        if (isAmong(heard, ENDING)) {
            return Optional.of(new ArgProblem(word, "prints something and ends; take it out"));
        }
        return Optional.empty();
    }

    private static boolean isAmong(Heard heard, Set<String> spellings) {
        return heard.names().stream().anyMatch(spellings::contains);
    }
}
