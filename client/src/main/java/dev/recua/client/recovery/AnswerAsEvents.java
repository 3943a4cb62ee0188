package dev.recua.client.recovery;

import dev.recua.client.chat.EventSource;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A whole answer in the shape of a stream: one chunk.
final class AnswerAsEvents implements EventSource {
    private final Iterator<ChatChunk> chunks;

    private AnswerAsEvents(Iterator<ChatChunk> chunks) {
        this.chunks = chunks;
    }

    static AnswerAsEvents of(ChatResponse answer) {
        List<ChatChunk.Choice> choices = answer.choices().stream().map(AnswerAsEvents::of).toList();
        var chunk =
                new ChatChunk(
                        answer.id(),
                        "chat.completion.chunk",
                        answer.created(),
                        answer.model(),
                        choices,
                        answer.usage(),
                        answer.timings(),
                        null,
                        answer.systemFingerprint(),
                        List.of());
        return new AnswerAsEvents(List.of(chunk).iterator());
    }

    private static ChatChunk.Choice of(ChatResponse.Choice choice) {
        ChatMessage message = choice.message();
        ChatMessage delta =
                message.calls().isEmpty()
                        ? message
                        : message.withToolCalls(numbered(message.calls()));
        return new ChatChunk.Choice(
                choice.index(), delta, choice.finishReason(), choice.logprobs());
    }

    /// In a stream, calls are told apart by their number.
    private static List<ToolCall> numbered(List<ToolCall> calls) {
        List<ToolCall> numbered = new ArrayList<>();
        for (ToolCall call : calls) {
            numbered.add(new ToolCall(numbered.size(), call.id(), call.type(), call.function()));
        }
        return List.copyOf(numbered);
    }

    @Override
    public boolean hasNext() {
        return chunks.hasNext();
    }

    @Override
    public ChatChunk next() {
        return chunks.next();
    }

    @Override
    public void close() {}
}
