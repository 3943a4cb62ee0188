package dev.recua.client.http;

import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.sse.SseEventTooLarge;
import dev.recua.client.sse.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// The server-sent events of one answer as they come, whatever they mean.
///
/// One thread reads; any thread may [#close], which ends the request at once and wakes the reader.
public final class AnswerEvents implements AutoCloseable {
    /// How long the connection of a whole stream may take to end by itself, so that it can be used
    /// again; leaving earlier would look to the server like a client that gave up.
    private static final Duration TAIL = Duration.ofMillis(200);

    private final Transport transport;
    private final HttpCall call;
    private final RawAnswer answer;
    private final SseParser parser = new SseParser();
    private final byte[] buffer = new byte[8192];
    private final Deque<SseEvent> events = new ArrayDeque<>();
    private @Nullable InputStream body;
    private boolean begun;
    private volatile boolean ended;
    private volatile boolean whole;
    private volatile boolean closed;

    private AnswerEvents(Transport transport, HttpCall call, RawAnswer answer) {
        this.transport = transport;
        this.call = call;
        this.answer = answer;
    }

    /// Asks, and gives the events of the answer. The caller closes them.
    ///
    /// @throws dev.recua.client.error.LlmException when the server refuses, or answers no events
    public static AnswerEvents open(Transport transport, HttpCall call)
            throws InterruptedException {
        HttpCall asked = call.accepting("text/event-stream");
        RawAnswer answer = transport.accepted(asked);
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        if (type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
            return new AnswerEvents(transport, asked, answer);
        throw transport.notTheRoute(
                asked,
                answer,
                begun(answer),
                "it has Content-Type " + type + " and is no stream of events");
    }

    /// The first bytes of an answer that is none of events.
    private static byte[] begun(RawAnswer answer) {
        try (answer) {
            return Transport.decoded(answer).readNBytes(4096);
        } catch (IOException e) {
            return new byte[0]; // its Content-Type says enough
        }
    }

    /// The next event; empty when the answer ended as HTTP has it, which need not mean that it is
    /// whole.
    ///
    /// @throws dev.recua.client.error.LlmException when the connection breaks, or is silent for
    ///     longer than the call's patience
    /// @throws CancellationException when it was closed, or the reader was interrupted
    public Optional<SseEvent> next() {
        while (true) {
            @Nullable SseEvent event = events.poll();
            if (event != null) return Optional.of(event);
            if (ended) return Optional.empty();
            readBytes();
        }
    }

    private void readBytes() {
        try {
            int count = opened().read(buffer);
            if (count < 0) {
                ended = true;
                parser.finish().ifPresent(events::add);
            } else {
                events.addAll(parser.feed(buffer, 0, count));
            }
        } catch (SseEventTooLarge e) {
            throw cutShort(String.valueOf(e.getMessage()), new IOException(e));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private InputStream opened() throws IOException {
        @Nullable InputStream known = body;
        if (known == null) {
            known = Transport.decoded(answer);
            body = known;
        }
        return known;
    }

    private RuntimeException broken(IOException e) {
        if (closed || transport.isClosed()) return cancelled("the stream was closed", e);
        if (Thread.currentThread().isInterrupted()) {
            return cancelled("the reader of the stream was interrupted", e);
        }
        if (e instanceof HttpTimeoutException && !begun) {
            return classified(
                    new Happened.TooLate(
                            call.at(transport.base()), Happened.Phase.NEXT_EVENT, silence(), e));
        }
        return classified(Happened.CutShort.of(call.at(transport.base()), begun, e));
    }

    private Duration silence() {
        return call.patience() instanceof Patience.Silence(Duration limit) ? limit : Duration.ZERO;
    }

    private static CancellationException cancelled(String why, IOException cause) {
        var cancelled = new CancellationException(why);
        cancelled.initCause(cause);
        return cancelled;
    }

    /// Something of the answer was given to the caller: from here on a break is a broken answer.
    public void begun() {
        begun = true;
    }

    /// The answer is whole, whatever bytes may follow: closing it lets its connection live.
    public void whole() {
        whole = true;
    }

    /// Why a stream is not whole that ended.
    public RuntimeException cutShort(String what) {
        return cutShort(what, null);
    }

    private RuntimeException cutShort(String what, @Nullable IOException cause) {
        return classified(new Happened.CutShort(call.at(transport.base()), begun, what, cause));
    }

    /// What an event means that tells an error.
    public RuntimeException refused(SseEvent event) {
        return classified(new Happened.ErrorEvent(call.at(transport.base()), event.data(), begun));
    }

    private RuntimeException classified(Happened happened) {
        return Classifier.classify(transport.provider(), happened);
    }

    /// Who sends them, with the path.
    public URI target() {
        return call.at(transport.base());
    }

    /// How long the server asked to wait before coming back, if it did.
    public Optional<Duration> retry() {
        return parser.retry();
    }

    /// Ends the request. Twice is once.
    @Override
    public void close() {
        boolean wait = whole && !closed && !ended;
        closed = true;
        if (wait) awaitTail();
        answer.close();
    }

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
            answer.body().skip(Long.MAX_VALUE);
        } catch (IOException e) {
            return; // the connection is gone: nothing is left to wait for
        }
    }
}
