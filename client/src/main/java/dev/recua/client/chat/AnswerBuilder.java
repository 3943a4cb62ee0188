package dev.recua.client.chat;

import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.Logprobs;
import dev.recua.client.wire.Recovery;
import dev.recua.client.wire.Timings;
import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Puts the chunks of a stream together to the answer that would have come without one. Takes them
/// as the server sent them or as [ToolCallAssembler] gave them. Pure; for one stream and one
/// thread.
public final class AnswerBuilder {
    private final ToolCallAssembler assembler = new ToolCallAssembler();
    private final Map<Integer, Piece> pieces = new TreeMap<>();
    private final List<Recovery> recoveries = new ArrayList<>();
    private @Nullable ChatChunk first;
    private @Nullable Usage usage;
    private @Nullable Timings timings;

    /// Adds the next chunk.
    public void add(ChatChunk chunk) {
        if (first == null) first = chunk;
        if (chunk.usage() != null) usage = chunk.usage();
        if (chunk.timings() != null) timings = chunk.timings();
        recoveries.addAll(chunk.recoveries());
        assembler.accept(chunk).forEach(this::addChoices);
    }

    private void addChoices(ChatChunk chunk) {
        for (ChatChunk.Choice choice : chunk.choices()) {
            pieces.computeIfAbsent(choice.index(), index -> new Piece()).add(choice);
        }
    }

    /// The text of the first answer so far.
    public String text() {
        return pieces.isEmpty() ? "" : pieces.values().iterator().next().text.toString();
    }

    /// The answer that the chunks make; whole when the stream was. No chunk follows; building twice
    /// gives the same again.
    public ChatResponse build() {
        assembler.finish().forEach(this::addChoices);
        List<ChatResponse.Choice> choices = new ArrayList<>();
        pieces.forEach((index, piece) -> choices.add(piece.choice(index)));
        return new ChatResponse(
                first == null ? null : first.id(),
                "chat.completion",
                first == null ? 0 : first.created(),
                first == null ? null : first.model(),
                choices,
                usage,
                timings,
                first == null ? null : first.systemFingerprint(),
                recoveries);
    }

    /// One answer while its pieces come.
    private static final class Piece {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private final List<ToolCall> calls = new ArrayList<>();
        private final List<Logprobs.Token> logprobs = new ArrayList<>();
        private String role = "assistant";
        private @Nullable String finishReason;

        void add(ChatChunk.Choice choice) {
            ChatMessage delta = choice.delta();
            if (delta.role() != null && !delta.role().isBlank()) role = delta.role();
            text.append(delta.text());
            if (delta.reasoningContent() != null) reasoning.append(delta.reasoningContent());
            if (delta.refusal() != null) refusal.append(delta.refusal());
            for (ToolCall call : delta.calls()) {
                calls.add(new ToolCall(null, call.id(), call.type(), call.function()));
            }
            if (choice.logprobs() != null) logprobs.addAll(choice.logprobs().content());
            if (choice.finishReason() != null) finishReason = choice.finishReason();
        }

        ChatResponse.Choice choice(int index) {
            boolean hasText = !text.isEmpty() || calls.isEmpty();
            var message =
                    new ChatMessage(
                            role,
                            hasText ? JsonNodeFactory.instance.stringNode(text.toString()) : null,
                            orNull(reasoning),
                            calls.isEmpty() ? null : calls,
                            null,
                            null,
                            orNull(refusal));
            return new ChatResponse.Choice(
                    index,
                    message,
                    finishReason,
                    logprobs.isEmpty() ? null : new Logprobs(logprobs));
        }

        private static @Nullable String orNull(StringBuilder text) {
            return text.isEmpty() ? null : text.toString();
        }
    }
}
