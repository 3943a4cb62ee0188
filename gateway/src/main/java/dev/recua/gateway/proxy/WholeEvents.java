package dev.recua.gateway.proxy;

import io.vertx.core.buffer.Buffer;

/// Lets an event stream pass event by event: what follows the last whole event stays here until the
/// rest of it comes. No reader of events misses anything, since an event counts only once its blank
/// line is there. And an answer that breaks never leaves half an event, which clients would try to
/// read as JSON, before the one that says why.
///
/// An event ends with two line ends, each LF, CR or CRLF. More than 64 KiB are not held back.
/// Nothing is copied while pieces are whole events, as llama-server sends them. Not thread-safe.
final class WholeEvents {
    static final int LIMIT = 64 * 1024;

    private Buffer held = Buffer.buffer();

    /// Takes the next piece.
    ///
    /// @return what may pass now; perhaps nothing
    Buffer take(Buffer piece) {
        int before = held.length();
        Buffer all = before == 0 ? piece : held.appendBuffer(piece);
        int end = endOfEvents(all, before);
        if (all.length() - end > LIMIT) end = all.length();
        held = end == all.length() ? Buffer.buffer() : all.getBuffer(end, all.length());
        return end == all.length() ? all : all.slice(0, end);
    }

    /// What is held back: to pass when the stream ends as the engine wanted, to throw away when it
    /// breaks. Nothing is held afterwards.
    Buffer rest() {
        Buffer rest = held;
        held = Buffer.buffer();
        return rest;
    }

    /// Where the last whole event ends; 0 when none does.
    ///
    /// @param known how much of it was looked at before, without an end
    private static int endOfEvents(Buffer bytes, int known) {
        for (int end = bytes.length(); end > known; end--) {
            if (isBlankLine(bytes, end)) return end;
        }
        return 0;
    }

    /// Whether a line end stands before `end` and nothing or another line end before that.
    private static boolean isBlankLine(Buffer bytes, int end) {
        int line = beforeLineEnd(bytes, end);
        return line < end && (line == 0 || beforeLineEnd(bytes, line) < line);
    }

    private static int beforeLineEnd(Buffer bytes, int end) {
        byte last = bytes.getByte(end - 1);
        if (last == '\r') return end - 1;
        if (last != '\n') return end;
        return end > 1 && bytes.getByte(end - 2) == '\r' ? end - 2 : end - 1;
    }
}
