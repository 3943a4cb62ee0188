package dev.recua.client.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns the bytes of a `text/event-stream` into events, incrementally.
///
/// Gives the same events however the bytes are cut: lines may end in LF, CR or CRLF (also cut
/// between the two), a character may be cut in its middle, the stream may begin with a byte order
/// mark. Comments (`:` at the start of a line, which engines send as a sign of life) give nothing.
///
/// The rules are those of the [HTML
/// standard](https://html.spec.whatwg.org/multipage/server-sent-events.html) with one difference:
/// an event that the end of the stream cut off before its empty line is given by [#finish()]
/// instead of dropped, because some servers leave the last line end out. Whether a stream was whole
/// is for the caller to say (`[DONE]`).
///
/// Not thread-safe: one parser belongs to one stream and one reader.
public final class SseParser {
    /// The most bytes one event may have unless told otherwise: 16 MiB.
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final String DEFAULT_NAME = "message";

    private final int maxEventBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final StringBuilder data = new StringBuilder();
    private boolean firstLine = true;
    private boolean lastWasCr;
    private boolean hasData;
    private int eventBytes;
    private String name = "";
    private String lastEventId = "";
    private Optional<Duration> retry = Optional.empty();

    /// A parser with the default limit of 16 MiB for one event.
    public SseParser() {
        this(DEFAULT_MAX_EVENT_BYTES);
    }

    /// A parser that refuses an event of more than `maxEventBytes` bytes, so that a broken server
    /// cannot fill the memory.
    public SseParser(int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException(
                    "maxEventBytes must be at least 1, was " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
    }

    /// Takes the next bytes.
    ///
    /// @return the events that became complete with them, in order; often none
    /// @throws SseEventTooLarge when one event grows over the limit; the parser is of no use after
    public List<SseEvent> feed(byte[] bytes, int offset, int length) {
        List<SseEvent> events = new ArrayList<>();
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (lastWasCr && bytes[at] == '\n') at++; // the second half of CRLF
            int lineEnd = lineEnd(bytes, at, end);
            keep(bytes, at, lineEnd - at);
            lastWasCr = lineEnd < end && bytes[lineEnd] == '\r';
            if (lineEnd < end) endLine(events);
            at = lineEnd + 1;
        }
        return events;
    }

    /// Takes the next bytes, all of `bytes`.
    public List<SseEvent> feed(byte[] bytes) {
        return feed(bytes, 0, bytes.length);
    }

    /// Says that no byte will follow.
    ///
    /// @return the event that was still open, if it had data
    public Optional<SseEvent> finish() {
        List<SseEvent> events = new ArrayList<>();
        if (line.size() > 0) {
            endLine(events);
        }
        endLine(events);
        return events.stream().findFirst();
    }

    /// How long the server asked a client to wait before it connects again, if it said so.
    public Optional<Duration> retry() {
        return retry;
    }

    /// Where the next CR or LF stands; `end` when there is none.
    private static int lineEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') at++;
        return at;
    }

    private void keep(byte[] bytes, int from, int count) {
        if ((long) eventBytes + line.size() + count > maxEventBytes) {
            throw new SseEventTooLarge(maxEventBytes);
        }
        line.write(bytes, from, count);
    }

    private void endLine(List<SseEvent> events) {
        int lineBytes = line.size();
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            dispatch(events);
        } else if (text.charAt(0) != ':') {
            eventBytes += lineBytes; // comments may come for hours and are no part of the event
            field(text);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        switch (field) {
            case "data" -> addData(value);
            case "event" -> name = value;
            case "id" -> lastEventId = value.indexOf('\0') < 0 ? value : lastEventId;
            case "retry" -> retry = milliseconds(value).or(() -> retry);
            default -> {
                // The standard: fields that nobody knows are ignored.
            }
        }
    }

    private void addData(String value) {
        if (hasData) {
            data.append('\n');
        }
        data.append(value);
        hasData = true;
    }

    private static Optional<Duration> milliseconds(String value) {
        boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        // 15 digits of milliseconds are 31,000 years; more would not fit a long.
        return digits && value.length() <= 15
                ? Optional.of(Duration.ofMillis(Long.parseLong(value)))
                : Optional.empty();
    }

    private void dispatch(List<SseEvent> events) {
        if (hasData) {
            events.add(
                    new SseEvent(
                            name.isEmpty() ? DEFAULT_NAME : name, data.toString(), lastEventId));
        }
        data.setLength(0);
        hasData = false;
        name = "";
        eventBytes = 0;
    }
}
