package dev.recua.client.chat;

import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Patience;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.http.Transport;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.sse.SseEventTooLarge;
import dev.recua.client.sse.SseParser;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The chunks of one answer of `/v1/chat/completions` with `"stream": true`.
///
/// The answer is whole when the server said `[DONE]`, or when every choice that it began has a
/// `finish_reason` and the body of the answer ended as HTTP has it: some servers leave `[DONE]`
/// out.
/// An event with `error` ends it with that error; an event that is no chunk is counted, logged and
/// left out. Calls of tools come once, whole: see [ToolCallAssembler].
final class OpenAiEvents implements EventSource {
    private static final String DONE = "[DONE]";
    private static final System.Logger LOG = System.getLogger(OpenAiEvents.class.getName());

    /// How long a whole stream's connection may take to end by itself, so that it can be used
    /// again.
    private static final Duration TAIL = Duration.ofMillis(200);

    private final Transport transport;
    private final HttpCall call;
    private final RawAnswer answer;
    private final SseParser parser = new SseParser();
    private final byte[] buffer = new byte[8192];
    private final Deque<SseEvent> events = new ArrayDeque<>();
    private final ToolCallAssembler assembler = new ToolCallAssembler();
    private final Deque<ChatChunk> ready = new ArrayDeque<>();
    private final Set<Integer> unfinished = new HashSet<>();
    private @Nullable InputStream body;
    private @Nullable ChatChunk next;
    private @Nullable RuntimeException failure;
    private boolean anyToken;
    private boolean said;
    private boolean finished;
    private boolean ended;
    private int malformed;
    private volatile boolean whole;
    private volatile boolean closed;

    OpenAiEvents(Transport transport, HttpCall call, RawAnswer answer) {
        this.transport = transport;
        this.call = call;
        this.answer = answer;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) throw failure;
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
        if (!hasNext()) throw new NoSuchElementException("the answer is complete");
        ChatChunk chunk = next;
        next = null;
        if (chunk == null) throw new IllegalStateException("two threads read one stream");
        return chunk;
    }

    @Override
    public int malformedEvents() {
        return malformed;
    }

    private @Nullable ChatChunk read() {
        while (true) {
            ChatChunk here = ready.poll();
            if (here != null) {
                here.choices().forEach(this::given);
                return here;
            }
            if (said) {
                whole = true;
                return null;
            }
            SseEvent event = nextEvent();
            if (event == null || event.data().strip().equals(DONE)) {
                said = true;
                ready.addAll(assembler.finish());
            } else {
                assemble(chunkOf(event));
            }
        }
    }

    private void assemble(@Nullable ChatChunk chunk) {
        if (chunk == null) return;
        chunk.choices().forEach(this::note);
        try {
            ready.addAll(assembler.accept(chunk));
        } catch (ToolCallsTooLarge e) {
            throw cutShort(String.valueOf(e.getMessage()), new IOException(e));
        }
    }

    /// The next event; null when the stream ended whole without `[DONE]`.
    private @Nullable SseEvent nextEvent() {
        while (true) {
            SseEvent event = events.poll();
            if (event != null) return event;
            if (!ended) {
                readBytes();
            } else if (finished && unfinished.isEmpty()) {
                return null;
            } else {
                throw cutShort("the stream ended without [DONE]", null);
            }
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
        InputStream known = body;
        if (known == null) {
            known = Transport.decoded(answer);
            body = known;
        }
        return known;
    }

    private RuntimeException broken(IOException e) {
        if (closed || transport.isClosed()) return cancelled("the stream was closed", e);
        if (Thread.currentThread().isInterrupted())
            return cancelled("the reader of the stream was interrupted", e);
        if (e instanceof HttpTimeoutException && !anyToken)
            return classified(
                    new Happened.TooLate(
                            call.at(transport.base()), Happened.Phase.NEXT_EVENT, silence(), e));
        String message = e.getMessage();
        return cutShort(
                "the connection broke: "
                        + (message == null ? e.getClass().getSimpleName() : message),
                e);
    }

    private Duration silence() {
        return call.patience() instanceof Patience.Silence silence
                ? silence.limit()
                : Duration.ZERO;
    }

    private static CancellationException cancelled(String why, IOException cause) {
        var cancelled = new CancellationException(why);
        cancelled.initCause(cause);
        return cancelled;
    }

    private RuntimeException cutShort(String what, @Nullable IOException cause) {
        return classified(new Happened.CutShort(call.at(transport.base()), anyToken, what, cause));
    }

    private RuntimeException classified(Happened happened) {
        return Classifier.classify(transport.provider(), happened);
    }

    /// The chunk in an event; null for an event that holds none.
    private @Nullable ChatChunk chunkOf(SseEvent event) {
        try {
            JsonNode json = WireJson.mapper().readTree(event.data());
            if (json.hasNonNull("error"))
                throw classified(
                        new Happened.ErrorEvent(call.at(transport.base()), event.data(), anyToken));
            if (!json.has("choices")) return null; // an event of a kind that a chat does not know
            return WireJson.mapper().treeToValue(json, ChatChunk.class);
        } catch (JacksonException e) {
            malformed++;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an event of a stream is no chat chunk and was left out target={0} characters={1} why={2}",
                    call.at(transport.base()),
                    event.data().length(),
                    e.getOriginalMessage());
            return null;
        }
    }

    private void note(ChatChunk.Choice choice) {
        if (choice.finishReason() == null) {
            unfinished.add(choice.index());
        } else {
            finished = true;
            unfinished.remove(choice.index());
        }
    }

    private void given(ChatChunk.Choice choice) {
        var delta = choice.delta();
        anyToken |=
                !delta.text().isEmpty()
                        || delta.reasoningContent() != null
                        || delta.toolCalls() != null;
    }

    @Override
    public void close() {
        closed = true;
        if (whole) awaitTail();
        answer.close();
    }

    /// After `[DONE]` the last bytes of the HTTP answer are due; leaving before them would look to
    /// the server like a client that gave up.
    private void awaitTail() {
        if (ended) return;
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
