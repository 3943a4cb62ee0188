package dev.recua.supervisor.child;

import dev.recua.supervisor.child.EngineLine.Stream;

/// Cuts a stream of bytes at its line ends. A line that lies within one piece is not copied; of a
/// longer one than [ChildLog#LINE_BYTES] the beginning is given, and how much is missing. One
/// thread.
final class LineSplitter {

    private final Stream stream;
    private final RawTail.Reader reader;
    private final byte[] begun = new byte[ChildLog.LINE_BYTES];
    private int length;
    private long cut;

    LineSplitter(Stream stream, RawTail.Reader reader) {
        this.stream = stream;
        this.reader = reader;
    }

    /// The next `count` bytes of the stream.
    void read(byte[] piece, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (piece[i] != '\n') continue;
            line(piece, from, i - from);
            from = i + 1;
        }
        keep(piece, from, count - from);
    }

    /// The stream ended; what has no line end is a line too.
    void end() {
        if (length > 0) give();
    }

    private void line(byte[] piece, int from, int size) {
        if (length > 0) {
            keep(piece, from, size);
            give();
        } else {
            int kept = Math.min(size, ChildLog.LINE_BYTES);
            reader.read(stream, piece, from, kept, size - kept);
        }
    }

    private void keep(byte[] piece, int from, int size) {
        int room = Math.min(size, ChildLog.LINE_BYTES - length);
        System.arraycopy(piece, from, begun, length, room);
        length += room;
        cut += size - room;
    }

    private void give() {
        reader.read(stream, begun, 0, length, cut);
        length = 0;
        cut = 0;
    }
}
