package dev.recua.supervisor.args;

import dev.recua.models.naming.NearestNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The options of llama-server, as data: those of 0.7.0 (build 11669), complete, and those of older
/// builds that people still write. What one binary takes, its own `--help` says
/// ([dev.recua.supervisor.engine.EngineFlags]); this table says which spellings mean the same, what
/// follows them, and what became of those that are gone. Immutable.
public final class Options {
    /// The table.
    public static final Options LLAMA_SERVER = new Options(OptionTable.read());

    private final List<Option> all;
    private final Map<String, Option> bySpelling = new HashMap<>();

    /// @throws IllegalArgumentException when two options have a spelling in common
    Options(List<Option> all) {
        this.all = List.copyOf(all);
        for (Option option : all) {
            for (String spelling : option.spellings()) {
                if (bySpelling.put(spelling, option) != null) {
                    throw new IllegalArgumentException(spelling + " is listed twice");
                }
            }
        }
    }

    /// Every option, in the order of the table.
    public List<Option> all() {
        return all;
    }

    /// The option with that spelling, of any build; `_` in a long one is `-`.
    public Optional<Option> find(String word) {
        return Optional.ofNullable(bySpelling.get(normal(word)));
    }

    /// The options among somebody's words, whichever build they were written for.
    Set<Option> among(List<String> words) {
        Set<Option> found = new HashSet<>();
        int at = 0;
        while (at < words.size()) {
            Optional<Option> option = find(words.get(at));
            option.ifPresent(found::add);
            List<String> rest = words.subList(at, words.size());
            at += option.isPresent() ? new Reading(option, Optional.empty()).length(rest) : 1;
        }
        return found;
    }

    /// The spelling that somebody may have meant.
    public Optional<String> nearest(String word) {
        var names = new TreeSet<String>();
        for (Option option : all) names.addAll(option.on());
        return NearestNames.of(word, names, 1).stream().findFirst();
    }

    static String normal(String word) {
        return word.startsWith("--") ? word.replace('_', '-') : word;
    }
}
