package dev.recua.gateway.proxy;

import io.vertx.core.buffer.Buffer;

/// Follows an event stream as it passes: has the answer begun, and are we between two events?
///
/// Comments (lines that start with a colon) and blank lines are no answer: llama-server sends `:`
/// and a blank line as a sign of life while it reads the prompt. Lines end with LF, CR or CRLF
/// (HTML standard, "Parsing an event stream"). Pieces may be split anywhere. Not thread-safe.
final class EventStreamMark {
    private boolean begun;
    private boolean inLine;
    private boolean inEvent;
    private boolean afterCr;

    /// Takes the next piece.
    void feed(Buffer piece) {
        for (int at = 0; at < piece.length(); at++) next(piece.getByte(at));
    }

    /// Whether anything but comments and blank lines has passed.
    boolean begun() {
        return begun;
    }

    /// What must be written before an event of our own, so that it stands alone: nothing between
    /// two events, else line ends that close what was left open.
    String gap() {
        return inLine || inEvent ? "\n\n" : "";
    }

    private void next(byte b) {
        boolean secondHalf = afterCr && b == '\n';
        afterCr = b == '\r';
        if (secondHalf) return;
        if (b == '\r' || b == '\n') {
            if (!inLine) inEvent = false;
            inLine = false;
        } else if (!inLine) {
            inLine = true;
            if (b != ':') {
                begun = true;
                inEvent = true;
            }
        }
    }
}
