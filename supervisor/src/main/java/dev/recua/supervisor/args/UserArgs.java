package dev.recua.supervisor.args;

import dev.recua.models.naming.NearestNames;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The user's own words, read against the options of one binary.
///
/// @param flags    the options they use
/// @param problems every word that cannot be passed
record UserArgs(List<Flag> flags, List<ArgProblem> problems) {
    /// Options that decide what a child is and how we reach it.
    private static final Set<String> OURS =
            Set.of(
                    "--model",
                    "-m",
                    "--alias",
                    "-a",
                    "--host",
                    "--port",
                    "--api-key",
                    "--api-key-file");

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

    static UserArgs read(List<String> words, EngineFlags known) {
        List<Flag> flags = new ArrayList<>();
        List<ArgProblem> problems = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            Optional<Flag> flag = known.find(word);
            if (flag.isEmpty()) {
                problems.add(unknown(word, known));
                if (looksLikeFlag(word)) at = afterValue(words, at);
                continue;
            }
            reserved(word, flag.get()).ifPresent(problems::add);
            int values = flag.get().values();
            if (at + values > words.size()) {
                problems.add(new ArgProblem(word, "needs " + count(values) + " after it"));
            }
            at += values;
            flags.add(flag.get());
        }
        return new UserArgs(List.copyOf(flags), List.copyOf(problems));
    }

    private static String count(int values) {
        return values == 1 ? "a value" : values + " values";
    }

    /// An unknown option's value is no problem of its own.
    private static int afterValue(List<String> words, int at) {
        return at < words.size() && !looksLikeFlag(words.get(at)) ? at + 1 : at;
    }

    private static boolean looksLikeFlag(String word) {
        return word.length() > 1 && word.startsWith("-") && !word.matches("-[0-9.].*");
    }

    private static ArgProblem unknown(String word, EngineFlags known) {
        int equals = word.indexOf('=');
        if (looksLikeFlag(word) && equals > 0 && known.knows(word.substring(0, equals))) {
            String flag = word.substring(0, equals);
            return new ArgProblem(
                    flag + "=…", "write the value as a word of its own: " + flag + " VALUE");
        }
        if (Secrets.mask(List.of(word)).getFirst().endsWith("***"))
            word = word.substring(0, equals);
        if (!looksLikeFlag(word)) {
            return new ArgProblem(
                    word,
                    "belongs to no option; options begin with -, words with blanks need quotes");
        }
        Optional<String> nearest =
                NearestNames.of(
                                word,
                                known.flags().stream()
                                        .flatMap(flag -> flag.spellings().stream())
                                        .toList(),
                                1)
                        .stream()
                        .findFirst();
        return new ArgProblem(
                word,
                "this llama-server has no such option"
                        + nearest.map(n -> "; did you mean " + n + "?")
                                .orElse("; `llama-server --help` lists them"));
    }

    private static Optional<ArgProblem> reserved(String word, Flag flag) {
        if (isAmong(flag, OURS)) {
            return Optional.of(new ArgProblem(word, "is set by Recua itself; take it out"));
        }
        if (isAmong(flag, NEVER)) {
            return Optional.of(
                    new ArgProblem(
                            word, "cannot be used for a model that Recua serves; take it out"));
        }
        if (isAmong(flag, ENDING)) {
            return Optional.of(new ArgProblem(word, "prints something and ends; take it out"));
        }
        return Optional.empty();
    }

    private static boolean isAmong(Flag flag, Set<String> spellings) {
        return flag.spellings().stream().anyMatch(spellings::contains);
    }
}
