package dev.recua.client.conversation;

import dev.recua.client.Capabilities;
import dev.recua.client.ChatStream;
import dev.recua.client.LlmClient;
import dev.recua.client.chat.EventSource;
import dev.recua.client.config.ProviderType;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import dev.recua.client.wire.ToolCall;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A client whose answers are written down beforehand. It counts one token for each message.
final class PlayedClient implements LlmClient {
    /// What was asked, in order.
    final List<ChatRequest> asked = new ArrayList<>();

    private final ProviderType provider;
    private final int contextSize;
    private final Deque<Object> answers = new ArrayDeque<>();
    int cleared;

    /// What counting ends with, if not with a count.
    @Nullable RuntimeException countFailure;

    PlayedClient(ProviderType provider, int contextSize) {
        this.provider = provider;
        this.contextSize = contextSize;
    }

    PlayedClient says(String text) {
        return answers(ChatMessage.assistant(text), "stop");
    }

    PlayedClient calls(ToolCall... calls) {
        return answers(ChatMessage.assistant(List.of(calls)), "tool_calls");
    }

    PlayedClient answers(ChatMessage message, String reason) {
        answers.add(
                new ChatResponse(
                        "a",
                        "chat.completion",
                        0,
                        "m",
                        List.of(new ChatResponse.Choice(0, message, reason)),
                        null,
                        null));
        return this;
    }

    PlayedClient fails(RuntimeException failure) {
        answers.add(failure);
        return this;
    }

    /// The messages of the last request, each as `role: text`.
    List<String> lastAsked() {
        return asked.getLast().messages().stream().map(it -> it.role() + ": " + it.text()).toList();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        asked.add(request);
        return switch (Objects.requireNonNull(answers.poll(), "no answer is left")) {
            case ChatResponse answer -> answer;
            case RuntimeException failure -> throw failure;
            default -> throw new IllegalStateException();
        };
    }

    /// The answer in two halves, its calls last.
    @Override
    public ChatStream chatStream(ChatRequest request) {
        ChatResponse answer = chat(request);
        String text = answer.text();
        Iterator<ChatChunk> chunks =
                List.of(
                                chunk(
                                        ChatMessage.assistant(text.substring(0, text.length() / 2)),
                                        null),
                                chunk(
                                        ChatMessage.assistant(text.substring(text.length() / 2)),
                                        null),
                                chunk(
                                        ChatMessage.assistant(answer.toolCalls()),
                                        answer.finishReason()))
                        .iterator();
        return ChatStream.of(
                new EventSource() {
                    @Override
                    public void close() {
                        // Nothing is open.
                    }

                    @Override
                    public boolean hasNext() {
                        return chunks.hasNext();
                    }

                    @Override
                    public ChatChunk next() {
                        return chunks.next();
                    }
                });
    }

    private static ChatChunk chunk(ChatMessage delta, @Nullable String reason) {
        return new ChatChunk(
                "a", null, 0, "m", List.of(new ChatChunk.Choice(0, delta, reason)), null, null);
    }

    @Override
    public int countTokens(ChatRequest request) {
        if (countFailure != null) throw countFailure;
        return request.messages().size();
    }

    @Override
    public ProviderType provider() {
        return provider;
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:1");
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.of(provider);
    }

    @Override
    public CompletableFuture<Void> initialize() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String currentModel() {
        return "m";
    }

    @Override
    public void setModel(String model) {
        throw new AssertionError("not played");
    }

    @Override
    public int contextSize() {
        return contextSize;
    }

    @Override
    public List<String> availableModels() {
        return List.of("m");
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        throw new AssertionError("not played");
    }

    @Override
    public Flow.Publisher<ChatChunk> chatPublisher(ChatRequest request) {
        throw new AssertionError("not played");
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        throw new AssertionError("not played");
    }

    @Override
    public void clearContext() {
        cleared++;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
