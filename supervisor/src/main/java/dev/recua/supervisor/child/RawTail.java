package dev.recua.supervisor.child;

import dev.recua.supervisor.child.EngineLine.Stream;

/// The last lines that there was no time to read, as bytes. Its memory is taken at the first line
/// and used again: at most [#LINES] lines of [ChildLog#LINE_BYTES]. One thread at a time.
final class RawTail {

    static final int LINES = 199;

    private final byte[][] texts = new byte[LINES][0];
    private final int[] lengths = new int[LINES];
    private final long[] cuts = new long[LINES];
    private final Stream[] streams = new Stream[LINES];
    private int first;
    private int size;
    private long lost;

    /// Takes one line; the oldest goes when there is no room.
    void add(Stream stream, byte[] bytes, int from, int length, long cut) {
        if (size == LINES) {
            first = (first + 1) % LINES;
            size--;
            lost++;
        }
        int slot = (first + size++) % LINES;
        if (texts[slot].length < length) texts[slot] = new byte[roomFor(length)];
        System.arraycopy(bytes, from, texts[slot], 0, length);
        lengths[slot] = length;
        cuts[slot] = cut;
        streams[slot] = stream;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// How many went since it was emptied.
    long lost() {
        return lost;
    }

    /// Gives each line, oldest first, and forgets them.
    void empty(Reader reader) {
        for (int i = 0; i < size; i++) {
            int slot = (first + i) % LINES;
            reader.read(streams[slot], texts[slot], 0, lengths[slot], cuts[slot]);
        }
        size = 0;
        first = 0;
        lost = 0;
    }

    private static int roomFor(int length) {
        return Math.min(ChildLog.LINE_BYTES, Math.max(128, Integer.highestOneBit(length) * 2));
    }

    /// Takes a line whose bytes are only lent.
    interface Reader {
        /// One line.
        ///
        /// @param cut how many more bytes it had
        void read(Stream stream, byte[] bytes, int from, int length, long cut);
    }
}
