package dev.recua.gateway.cli.chat;

import java.util.List;
import java.util.function.Supplier;

/// What Tab offers. Pure, but for asking which models there are.
final class Completions {
    private Completions() {}

    /// Whole words that may stand in place of the last one.
    ///
    /// @param words  of the line up to the cursor; the last one, perhaps empty, is being typed
    /// @param models names of models; asked only when one is wanted
    static List<String> of(List<String> words, Supplier<List<String>> models) {
        if (words.size() == 1 && words.getFirst().startsWith("/")) {
            return startingWith(words.getFirst(), ChatCommand.words());
        }
        if (words.size() == 2 && words.getFirst().equals(ChatCommand.MODEL.word())) {
            return startingWith(words.getLast(), models.get());
        }
        return List.of();
    }

    private static List<String> startingWith(String beginning, List<String> all) {
        return all.stream().filter(it -> it.startsWith(beginning)).toList();
    }
}
