package dev.recua.gateway.cli.chat;

import dev.recua.client.wire.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was said, as the model is told it again with each question. A question is part of it only
/// together with its answer, so what was refused leaves no trace. For one thread.
final class Conversation {
    private final List<ChatMessage> said = new ArrayList<>();
    private Optional<String> system;

    Conversation(Optional<String> system) {
        this.system = system;
    }

    /// What to send in order to ask this.
    List<ChatMessage> asking(String question) {
        List<ChatMessage> messages = new ArrayList<>();
        system.map(ChatMessage::system).ifPresent(messages::add);
        messages.addAll(said);
        messages.add(ChatMessage.user(question));
        return messages;
    }

    /// It was asked, and this is what came.
    void keep(String question, String answer) {
        said.add(ChatMessage.user(question));
        said.add(ChatMessage.assistant(answer));
    }

    /// What the model should be or keep in mind.
    Optional<String> system() {
        return system;
    }

    /// From the next question on.
    void system(String text) {
        system = Optional.of(text);
    }

    /// Forgets everything but the system message.
    void clear() {
        said.clear();
    }
}
