package dev.recua.client.recovery;

import dev.recua.client.chat.ChatCalls;
import dev.recua.client.chat.EventSource;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.error.NotSupported;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A provider that plays what a test wrote down, one line for each request, and keeps what it was
/// asked. When the script is over, every request is answered.
final class ScriptedCalls implements ChatCalls {
    static final String ANSWER = "hello there";

    private final Deque<Supplier<Played>> script = new ArrayDeque<>();
    private final Deque<Supplier<List<String>>> lists = new ArrayDeque<>();
    final List<ChatRequest> asked = new ArrayList<>();
    final List<Boolean> streamed = new ArrayList<>();
    final List<Duration> limits = new ArrayList<>();
    final List<ErrorType> failed = new ArrayList<>();
    int counted;
    private @Nullable TokenCount tokens;
    private List<String> models = List.of("tiny");

    /// What a request meets: chunks, and then a failure or the end.
    record Played(List<ChatChunk> chunks, @Nullable LlmException then) {}

    ScriptedCalls fails(LlmException failure) {
        script.add(() -> new Played(List.of(), failure));
        return this;
    }

    ScriptedCalls breaksAfter(LlmException failure, ChatChunk... chunks) {
        script.add(() -> new Played(List.of(chunks), failure));
        return this;
    }

    ScriptedCalls answers() {
        script.add(
                () -> new Played(List.of(Chunks.role(), Chunks.text(ANSWER), Chunks.end()), null));
        return this;
    }

    /// The next look at the list of models meets this.
    ScriptedCalls listFails(LlmException failure) {
        lists.add(
                () -> {
                    throw failure;
                });
        return this;
    }

    ScriptedCalls has(String... names) {
        models = List.of(names);
        return this;
    }

    ScriptedCalls counts(TokenCount count) {
        tokens = count;
        return this;
    }

    private Played next(ChatRequest request, boolean stream, Duration limit) {
        asked.add(request);
        streamed.add(stream);
        limits.add(limit);
        if (script.isEmpty()) answers();
        Played played = script.remove().get();
        if (played.then() != null) failed.add(played.then().type());
        return played;
    }

    @Override
    public ChatResponse chat(ChatRequest request, Duration limit) {
        Played played = next(request, false, limit);
        if (played.then() != null) throw played.then();
        return new ChatResponse(
                "1",
                "chat.completion",
                0,
                request.model(),
                List.of(new ChatResponse.Choice(0, ChatMessage.assistant(ANSWER), "stop")),
                null,
                null);
    }

    @Override
    public EventSource stream(ChatRequest request, Duration limit) {
        Played played = next(request, true, limit);
        if (played.chunks().isEmpty() && played.then() != null) throw played.then();
        var chunks = new ArrayDeque<>(played.chunks());
        return new EventSource() {
            @Override
            public boolean hasNext() {
                if (chunks.isEmpty() && played.then() != null) throw played.then();
                return !chunks.isEmpty();
            }

            @Override
            public ChatChunk next() {
                return chunks.remove();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> models() {
        return lists.isEmpty() ? models : lists.remove().get();
    }

    @Override
    public int countTokens(ChatRequest request, List<ChatMessage> messages)
            throws InterruptedException {
        counted++;
        if (tokens == null) throw new NotSupported(ProviderType.OLLAMA, "counts nothing");
        return Objects.requireNonNull(tokens).of(messages);
    }
}
