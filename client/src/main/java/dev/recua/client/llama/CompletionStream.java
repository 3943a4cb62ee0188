package dev.recua.client.llama;

import dev.recua.client.http.AnswerEvents;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.wire.WireJson;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A streamed completion: pieces as they are generated, and at the end of each answer the
/// [Completion] with its figures.
///
/// The native API sends no `[DONE]`: the stream is whole when each answer had its event with
/// `"stop":true`. [#hasNext] waits, and throws `dev.recua.client.error.LlmException` when the
/// stream
/// breaks or the engine tells an error, [java.util.concurrent.CancellationException] when it was
/// closed or its reader interrupted; after a throw it throws the same again.
///
/// One thread reads; any thread may [#close], which ends the request at once. Whoever asked for the
/// stream closes it.
public final class CompletionStream implements Iterator<CompletionEvent>, AutoCloseable {
    /// How long a stream may be silent unless told otherwise.
    public static final Duration SILENCE = Duration.ofMinutes(5);

    private final AnswerEvents events;
    private int open;
    private @Nullable CompletionEvent next;
    private @Nullable RuntimeException failure;

    /// @param answers how many there will be
    CompletionStream(AnswerEvents events, int answers) {
        this.events = events;
        this.open = answers;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) throw failure;
        if (next == null && open > 0) {
            try {
                next = read();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return next != null;
    }

    @Override
    public CompletionEvent next() {
        if (!hasNext()) throw new NoSuchElementException("the completion is whole");
        CompletionEvent event = next;
        next = null;
        if (event == null) throw new IllegalStateException("two threads read one stream");
        return event;
    }

    /// Reads to the end and gives the whole text with the figures of the last event.
    ///
    /// @throws IllegalStateException when there is more than one answer
    public Completion whole() {
        var text = new StringBuilder();
        @Nullable Completion last = null;
        while (hasNext()) {
            if (last != null) throw new IllegalStateException("the stream has several answers");
            CompletionEvent event = next();
            text.append(event.content());
            if (event instanceof Completion end) last = end;
        }
        if (last == null) throw new IllegalStateException("the stream was read before");
        return last.withContent(text.toString());
    }

    private CompletionEvent read() {
        while (true) {
            SseEvent event =
                    events.next()
                            .orElseThrow(
                                    () ->
                                            events.cutShort(
                                                    "the stream ended before %d of its answers had \"stop\":true"
                                                            .formatted(open)));
            @Nullable CompletionEvent read = eventOf(event);
            if (read == null) continue;
            events.begun();
            if (read instanceof Completion && --open == 0) events.whole();
            return read;
        }
    }

    /// What an event holds; null for one that says nothing: with several prompts llama-server sends
    /// a `null` between them.
    private @Nullable CompletionEvent eventOf(SseEvent event) {
        try {
            JsonNode json = WireJson.mapper().readTree(event.data());
            if (json.hasNonNull("error")) throw events.refused(event);
            if (!json.isObject()) return null;
            return json.path("stop").asBoolean(false)
                    ? WireJson.mapper().treeToValue(json, Completion.class)
                    : WireJson.mapper().treeToValue(json, CompletionPiece.class);
        } catch (JacksonException e) {
            throw events.cutShort(
                    "an event of %d characters is no part of a completion: %s"
                            .formatted(event.data().length(), e.getOriginalMessage()));
        }
    }

    /// Ends the request: the engine sees its client leave, unless the stream was whole. Closing
    /// twice does no harm.
    @Override
    public void close() {
        events.close();
    }
}
