package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One option among somebody's words, and what becomes of it.
///
/// @param written      the words
/// @param names        every spelling of that option
/// @param args         what is said instead, often the same
/// @param env          or what goes by the environment
/// @param translations what to tell of it
/// @param problem      why it cannot be said
record Heard(
        List<String> written,
        Set<String> names,
        List<String> args,
        Map<String, String> env,
        List<Translation> translations,
        Optional<ArgProblem> problem) {

    Heard {
        written = List.copyOf(written);
        names = Set.copyOf(names);
        args = List.copyOf(args);
        translations = List.copyOf(translations);
    }

    static Heard asWritten(List<String> written, Set<String> names) {
        return new Heard(written, names, written, Map.of(), List.of(), Optional.empty());
    }

    static Heard otherwise(List<String> written, Set<String> names, List<String> args, String why) {
        var told = new Translation(written, args, why);
        return new Heard(written, names, args, Map.of(), List.of(told), Optional.empty());
    }

    static Heard secret(List<String> written, Set<String> names, String variable) {
        String why =
                "a secret goes by " + variable + ", which other users of the machine cannot read";
        var told = new Translation(written, List.of(), why);
        var env = Map.of(variable, written.getLast());
        return new Heard(written, names, List.of(), env, List.of(told), Optional.empty());
    }

    static Heard unsayable(List<String> written, Set<String> names, ArgProblem problem) {
        return new Heard(written, names, List.of(), Map.of(), List.of(), Optional.of(problem));
    }

    /// The option itself.
    String word() {
        return written.getFirst();
    }

    /// What somebody wrote, said in words that themselves had to be said otherwise.
    static Heard through(List<String> written, Set<String> names, List<Heard> said, String why) {
        List<String> args = new ArrayList<>();
        for (Heard one : said) args.addAll(one.args());
        return otherwise(written, names, args, why);
    }
}
