package dev.recua.gateway.cli.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be typed instead of a question.
enum ChatCommand {
    MODEL("/model", "NAME", "talk with another model; without NAME the models"),
    SYSTEM("/system", "TEXT", "what the model should be or keep in mind; without TEXT what it is"),
    CLEAR("/clear", "", "forget what was said; the system message stays"),
    HELP("/help", "", "this list"),
    EXIT("/exit", "", "leave, as Ctrl-D does");

    private final String word;
    private final String argument;
    private final String meaning;

    ChatCommand(String word, String argument, String meaning) {
        this.word = word;
        this.argument = argument;
        this.meaning = meaning;
    }

    /// As it is typed.
    String word() {
        return word;
    }

    static Optional<ChatCommand> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }

    /// The words of all.
    static List<String> words() {
        return Arrays.stream(values()).map(ChatCommand::word).toList();
    }

    /// One line of `/help`.
    String help() {
        return "  %-15s %s".formatted(argument.isEmpty() ? word : word + " " + argument, meaning);
    }
}
