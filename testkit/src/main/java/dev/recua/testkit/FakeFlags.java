package dev.recua.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The command line of llama-server as its own `--help` describes it: which flags exist and how
/// many values each takes.
final class FakeFlags {

    /// `-c,    --ctx-size N      size of …`: names separated by commas, then values, then two
    /// spaces or the end.
    private static final Pattern LINE =
            Pattern.compile(
                    "^(-{1,2}[A-Za-z][\\w-]*(?:,\\s+-{1,2}[A-Za-z][\\w-]*)*)((?: \\S+)*)(?:\\s{2,}.*)?$");

    private final Map<String, Integer> arity = new HashMap<>();

    /// @param help    the text of `--help`
    /// @param removed flags that this engine does not know although the help names them
    FakeFlags(String help, Set<String> removed) {
        help.lines().forEach(this::learn);
        removed.forEach(arity::remove);
    }

    private void learn(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) return;
        int values = m.group(2).isBlank() ? 0 : m.group(2).strip().split(" ", -1).length;
        for (String name : m.group(1).split(",\\s+", -1)) arity.put(name, values);
    }

    /// What a command line says, or why the engine would refuse it.
    Parsed parse(List<String> args) {
        Map<String, String> values = new HashMap<>();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < args.size(); i++) {
            String flag = args.get(i);
            Integer wanted = arity.get(flag.startsWith("--") ? flag.replace('_', '-') : flag);
            if (wanted == null) return Parsed.refused("error: invalid argument: " + flag);
            if (i + wanted >= args.size())
                return Parsed.refused(
                        "error while handling argument \""
                                + flag
                                + "\": expected value for argument");
            given.add(flag);
            if (wanted > 0) values.put(flag, args.get(i + 1));
            i += wanted;
        }
        return new Parsed(values, given, Optional.empty());
    }

    /// @param refusal the line that llama-server prints before it exits with 1
    record Parsed(Map<String, String> values, Set<String> given, Optional<String> refusal) {
        static Parsed refused(String line) {
            return new Parsed(Map.of(), Set.of(), Optional.of(line));
        }

        String value(String longName, String shortName, String otherwise) {
            String found = values.get(longName);
            if (found == null) found = values.get(shortName);
            return found == null ? otherwise : found;
        }

        boolean has(String... names) {
            for (String name : names) if (given.contains(name)) return true;
            return false;
        }
    }
}
