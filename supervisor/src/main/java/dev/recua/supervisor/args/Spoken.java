package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What somebody's words are in the words of one llama-server.
///
/// @param args         the words for its command line, in the order they were said; no secrets
/// @param env          variables for its environment: the secrets. For the process only
/// @param translations every option that was said otherwise than it was written
/// @param problems     every word that it cannot be started with; then nothing should be started
public record Spoken(
        List<String> args,
        Map<String, String> env,
        List<Translation> translations,
        List<ArgProblem> problems) {
    public Spoken {
        args = List.copyOf(args);
        env = Map.copyOf(env);
        translations = List.copyOf(translations);
        problems = List.copyOf(problems);
    }

    /// Every problem, for a person; empty when there is none.
    public String message() {
        return problems.stream().map(ArgProblem::message).collect(Collectors.joining("\n"));
    }

    /// Without the values of the environment.
    @Override
    public String toString() {
        return "Spoken[args="
                + ShellWords.join(args)
                + ", env="
                + env.keySet()
                + ", translations="
                + translations.stream().map(Translation::message).toList()
                + ", problems="
                + problems
                + "]";
    }

    static Spoken of(List<Heard> heard) {
        List<String> args = new ArrayList<>();
        Map<String, String> env = new LinkedHashMap<>();
        List<Translation> translations = new ArrayList<>();
        List<ArgProblem> problems = new ArrayList<>();
        for (Heard one : heard) {
            args.addAll(one.args());
            env.putAll(one.env());
            translations.addAll(one.translations());
            one.problem().ifPresent(problems::add);
        }
        return new Spoken(args, env, translations, problems);
    }
}
