package dev.recua.supervisor.child;

/// How much of what an engine says is worth reading: so many lines and so many bytes in each
/// second, and beyond that a few error lines. Pure but for its counts; one thread at a time.
///
/// Once a second's budget is spent the gate stays closed until that second is over, so that what
/// was skipped is looked at once and not in between.
final class FloodGate {

    private static final long SECOND = 1_000_000_000L;

    private final int lines;
    private final long bytes;
    private final int errors;
    private long from;
    private int linesUsed;
    private long bytesUsed;
    private int errorsUsed;
    private boolean closed;

    /// @param lines  in a second
    /// @param bytes  in a second
    /// @param errors lines that look like errors in a second, after the rest was spent
    FloodGate(int lines, long bytes, int errors, long now) {
        this.lines = lines;
        this.bytes = bytes;
        this.errors = errors;
        this.from = now;
    }

    /// Whether a line of `size` bytes is read.
    ///
    /// @param now in nanoseconds, never going back
    boolean admits(long now, int size) {
        if (now - from >= SECOND) open(now);
        if (closed) return false;
        linesUsed++;
        bytesUsed += size;
        closed = linesUsed > lines || bytesUsed > bytes;
        return !closed;
    }

    /// Whether a line that looks like an error is read although [#admits] said no.
    boolean admitsError() {
        return errorsUsed++ < errors;
    }

    private void open(long now) {
        from = now;
        linesUsed = 0;
        bytesUsed = 0;
        errorsUsed = 0;
        closed = false;
    }
}
