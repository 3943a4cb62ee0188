package dev.recua.client;

import dev.recua.client.chat.EventSource;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.sse.SseEventTooLarge;
import dev.recua.client.sse.SseParser;
import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A streamed answer: its chunks as they come. [#hasNext()] and [#next()] wait for them, without
/// any time limit, because a model may load or read a long prompt for minutes.
///
/// The end is only an end when the server said `[DONE]`. Everything else throws: an error event
/// gives [ApiException], a stream that stops before `[DONE]` gives [BrokenAnswer], a stream that
/// was closed, or whose reader was interrupted, gives [CancellationException]. After a throw the
/// stream stays failed and throws the same again.
///
/// One thread reads; any thread may call [#close()], which ends the HTTP request at once and wakes
/// the reader. Whoever asked for the stream closes it.
final class OldEvents implements EventSource {
    private static final String DONE = "[DONE]";

    /// How long a whole stream's connection may take to end by itself, so that it can be used
    /// again.
    private static final Duration TAIL = Duration.ofMillis(200);

    private final InputStream body;
    private final SseParser parser = new SseParser();
    private final byte[] buffer = new byte[8192];
    private final Deque<SseEvent> events = new ArrayDeque<>();
    private @Nullable ChatChunk next;
    private @Nullable RuntimeException failure;
    private boolean ended;
    private volatile boolean whole;
    private volatile boolean closed;

    OldEvents(InputStream body) {
        this.body = body;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) {
            throw failure;
        }
        if (next == null && !whole) {
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
    public ChatChunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the answer is complete");
        }
        ChatChunk chunk = next;
        next = null;
        if (chunk == null) {
            throw new IllegalStateException("two threads read one stream");
        }
        return chunk;
    }

    private @Nullable ChatChunk read() {
        while (true) {
            SseEvent event = nextEvent();
            if (event.data().equals(DONE)) {
                whole = true;
                return null;
            }
            @Nullable ChatChunk chunk = chunkOf(event);
            if (chunk != null) {
                return chunk;
            }
        }
    }

    private SseEvent nextEvent() {
        while (true) {
            @Nullable SseEvent event = events.poll();
            if (event != null) {
                return event;
            }
            if (ended) {
                throw new BrokenAnswer(
                        "The answer stopped before its end: the stream ended without [DONE]. Ask again; what came so far is not the whole answer.");
            }
            readBytes();
        }
    }

    private void readBytes() {
        try {
            int count = body.read(buffer);
            if (closed) {
                throw new CancellationException("the stream was closed");
            }
            if (count < 0) {
                ended = true;
                parser.finish().ifPresent(events::add);
            } else {
                events.addAll(parser.feed(buffer, 0, count));
            }
        } catch (SseEventTooLarge e) {
            throw new BrokenAnswer(Reason.of(e), e);
        } catch (IOException e) {
            if (closed || Thread.currentThread().isInterrupted()) {
                var cancelled = new CancellationException("the stream was closed");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw new BrokenAnswer(
                    "The answer stopped before its end: the connection broke (%s). Ask again; what came so far is not the whole answer."
                            .formatted(Reason.of(e)),
                    e);
        }
    }

    /// The chunk in an event; null for an event of a kind that a chat does not know.
    private static @Nullable ChatChunk chunkOf(SseEvent event) {
        JsonNode json = parse(event);
        if (json.hasNonNull("error")) {
            throw new ApiException(200, errorOf(json));
        }
        if (!json.has("choices")) {
            return null;
        }
        try {
            return WireJson.mapper().treeToValue(json, ChatChunk.class);
        } catch (JacksonException e) {
            throw notAChunk(event, e);
        }
    }

    private static JsonNode parse(SseEvent event) {
        try {
            return WireJson.mapper().readTree(event.data());
        } catch (JacksonException e) {
            throw notAChunk(event, e);
        }
    }

    private static ApiError errorOf(JsonNode json) {
        JsonNode error = json.path("error");
        try {
            return WireJson.mapper().treeToValue(error, ApiError.class);
        } catch (JacksonException e) {
            return new ApiError(error.toString(), null, null, null, null, null);
        }
    }

    private static BrokenAnswer notAChunk(SseEvent event, JacksonException cause) {
        return new BrokenAnswer(
                "The stream held an event that is no chat chunk (%d characters): %s"
                        .formatted(event.data().length(), cause.getOriginalMessage()),
                cause);
    }

    /// Ends the request: the gateway sees the client leave, unless the answer was whole. Closing
    /// twice does no harm.
    @Override
    public void close() {
        closed = true;
        if (whole) {
            awaitTail();
        }
        try {
            body.close();
        } catch (IOException e) {
            return; // the request is over either way, and nobody waits for more of its bytes
        }
    }

    /// After `[DONE]` the last bytes of the HTTP answer are due; leaving before them would look to
    /// the gateway like a client that gave up.
    private void awaitTail() {
        Thread tail = Thread.ofVirtual().start(this::skipToEnd);
        try {
            tail.join(TAIL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void skipToEnd() {
        try {
            body.skip(Long.MAX_VALUE);
        } catch (IOException e) {
            return; // the connection is gone: nothing is left to wait for
        }
    }
}
