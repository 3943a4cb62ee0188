package dev.recua.gateway.cli.chat;

import dev.recua.models.naming.NearestNames;
import java.util.List;

/// What a person wants with what was typed. Pure.
sealed interface Entry {
    /// Nothing was typed.
    record Nothing() implements Entry {}

    /// To be asked.
    record Question(String text) implements Entry {}

    /// To be done.
    ///
    /// @param argument what follows the command's word; may be empty
    record Order(ChatCommand command, String argument) implements Entry {}

    /// It looks like a command, and is none.
    ///
    /// @param nearest commands that it may have meant
    record Unknown(String word, List<String> nearest) implements Entry {}

    /// What a whole message means.
    ///
    /// @param typed a whole draft, see [Draft]
    static Entry of(String typed) {
        String text = Draft.text(typed);
        if (text.isEmpty()) {
            return new Nothing();
        }
        if (Draft.isBlock(typed) || !text.startsWith("/")) {
            return new Question(text);
        }
        String[] parts = text.split("\\s+", 2);
        String argument = parts.length == 2 ? parts[1].strip() : "";
        return ChatCommand.of(parts[0])
                .<Entry>map(command -> new Order(command, argument))
                .orElseGet(
                        () ->
                                new Unknown(
                                        parts[0],
                                        NearestNames.of(parts[0], ChatCommand.words(), 1)));
    }
}
