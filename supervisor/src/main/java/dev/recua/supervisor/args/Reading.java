package dev.recua.supervisor.args;

import dev.recua.supervisor.engine.Flag;
import java.util.List;
import java.util.Optional;

/// How many of the next words belong to one option, whoever wrote them: for this llama-server, for
/// an older one, or for a newer one.
///
/// @param option as our table has it
/// @param flag   as this llama-server has it; one of the two is there
record Reading(Optional<Option> option, Optional<Flag> flag) {

    /// The option and its values; more than there are words when some are missing.
    ///
    /// @param words the option first
    int length(List<String> words) {
        Kind kind = option.map(Option::kind).orElse(new Kind.Text());
        return 1
                + switch (kind) {
                    case Kind.Toggle toggle -> toggled(words);
                    case Kind.Scaled scaled -> scaled(words);
                    default -> flag.map(Flag::values).orElse(kind.values());
                };
    }

    private int toggled(List<String> words) {
        String word = Options.normal(words.getFirst());
        if (option.map(it -> it.formerOff().contains(word)).orElse(false)) return 0;
        if (words.size() == 1) return 0;
        if (Forms.isToggle(words.get(1))) return 1;
        boolean bare = flag.map(it -> it.values() == 0).orElse(false);
        return bare || Dialect.looksLikeOption(words.get(1)) ? 0 : 1;
    }

    private static int scaled(List<String> words) {
        boolean joined = words.size() < 3 || words.get(1).matches(".*:[0-9.+-]+");
        return joined || !words.get(2).matches("[+-]?[0-9]*\\.?[0-9]+") ? 1 : 2;
    }
}
