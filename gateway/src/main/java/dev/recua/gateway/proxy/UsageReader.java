package dev.recua.gateway.proxy;

import dev.recua.gateway.requests.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads from an answer, while it passes, what the engine counted: of JSON as a whole, of an event
/// stream the `data:` lines, each a JSON text of its own. Any other answer, and a compressed one,
/// says nothing.
///
/// Looks at each piece through a window of a few KiB; keeps none of it. Not thread-safe.
final class UsageReader {
    private static final int WINDOW = 4 * 1024;
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private enum Form {
        JSON,
        EVENTS,
        OTHER
    }

    private final Form form;
    private final UsageScan scan = new UsageScan();
    private byte[] window = {};

    /// Of the line of an event stream that we are in: how much of `data:` it has shown, or
    /// [#NOT_DATA].
    private int lineAt;

    private static final int NOT_DATA = -1;

    private UsageReader(Form form) {
        this.form = form;
    }

    /// For an answer with these headers.
    static UsageReader of(String contentType, @Nullable String contentEncoding) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity"))
            return new UsageReader(Form.OTHER);
        if (type.startsWith("text/event-stream")) return new UsageReader(Form.EVENTS);
        return new UsageReader(type.startsWith("application/json") ? Form.JSON : Form.OTHER);
    }

    /// Takes the next piece of the body.
    void feed(Buffer piece) {
        if (form == Form.OTHER) return;
        int length = piece.length();
        if (window.length < Math.min(length, WINDOW)) window = new byte[Math.min(length, WINDOW)];
        for (int at = 0; at < length; at += window.length) {
            int size = Math.min(window.length, length - at);
            piece.getBytes(at, at + size, window);
            feed(window, size);
        }
    }

    /// What is known by now.
    Usage usage() {
        return scan.usage();
    }

    private void feed(byte[] bytes, int to) {
        if (form == Form.JSON) scan.feed(bytes, 0, to);
        else events(bytes, to);
    }

    private void events(byte[] bytes, int to) {
        int at = 0;
        while (at < to) {
            int end = endOfLine(bytes, at, to);
            if (lineAt != NOT_DATA) at = data(bytes, at, end);
            if (end == to) return;
            scan.nextText();
            lineAt = 0;
            at = end + 1;
        }
    }

    /// A part of a line that may be data.
    private int data(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && lineAt < DATA.length) {
            if (bytes[at++] == DATA[lineAt]) {
                lineAt++;
            } else {
                lineAt = NOT_DATA;
                return end;
            }
        }
        if (at < end) scan.feed(bytes, at, end);
        return end;
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') at++;
        return at;
    }
}
