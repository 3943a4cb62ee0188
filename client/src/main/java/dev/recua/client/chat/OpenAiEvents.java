package dev.recua.client.chat;

import dev.recua.client.http.AnswerEvents;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.WireJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The chunks of one answer of `/v1/chat/completions` with `"stream": true`.
///
/// The answer is whole when the server said `[DONE]`, or when every choice that it began has a
/// `finish_reason` and the body of the answer ended as HTTP has it: some servers leave `[DONE]`
/// out. An event with `error` ends it with that error; an event that is no chunk is counted,
/// logged and left out. Calls of tools come once, whole: see [ToolCallAssembler].
final class OpenAiEvents implements EventSource {
    private static final String DONE = "[DONE]";
    private static final System.Logger LOG = System.getLogger(OpenAiEvents.class.getName());

    private final AnswerEvents events;
    private final ToolCallAssembler assembler = new ToolCallAssembler();
    private final Deque<ChatChunk> ready = new ArrayDeque<>();
    private final Set<Integer> unfinished = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private @Nullable RuntimeException failure;
    private boolean said;
    private int malformed;

    OpenAiEvents(AnswerEvents events) {
        this.events = events;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) throw failure;
        try {
            while (ready.isEmpty() && !said) read();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
        return !ready.isEmpty();
    }

    @Override
    public ChatChunk next() {
        ChatChunk chunk = hasNext() ? ready.poll() : null;
        if (chunk == null) throw new NoSuchElementException("the answer is complete");
        if (chunk.choices().stream().anyMatch(OpenAiEvents::saysSomething)) events.begun();
        return chunk;
    }

    @Override
    public int malformedEvents() {
        return malformed;
    }

    private void read() {
        Optional<SseEvent> event = events.next();
        if (event.isEmpty() && (finished.isEmpty() || !unfinished.isEmpty()))
            throw events.cutShort("the stream ended without [DONE]");
        if (event.isEmpty() || event.get().data().strip().equals(DONE)) {
            said = true;
            events.whole();
            ready.addAll(assembler.finish());
        } else {
            take(event.get());
        }
    }

    private void take(SseEvent event) {
        try {
            JsonNode json = WireJson.mapper().readTree(event.data());
            if (json.hasNonNull("error")) throw events.refused(event);
            if (!json.has("choices")) return; // an event of a kind that a chat does not know
            ChatChunk chunk = WireJson.mapper().treeToValue(json, ChatChunk.class);
            chunk.choices().forEach(this::note);
            ready.addAll(assembler.accept(chunk));
        } catch (JacksonException e) {
            malformed++;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an event of a stream is no chat chunk and was left out target={0} characters={1} why={2}",
                    events.target(),
                    event.data().length(),
                    e.getOriginalMessage());
        } catch (ToolCallsTooLarge e) {
            throw events.cutShort(String.valueOf(e.getMessage()));
        }
    }

    private void note(ChatChunk.Choice choice) {
        if (choice.finishReason() != null) {
            finished.add(choice.index());
            unfinished.remove(choice.index());
        } else if (!finished.contains(choice.index())) {
            unfinished.add(choice.index());
        }
    }

    private static boolean saysSomething(ChatChunk.Choice choice) {
        var delta = choice.delta();
        return !delta.text().isEmpty()
                || delta.reasoningContent() != null
                || delta.toolCalls() != null;
    }

    @Override
    public void close() {
        events.close();
    }
}
