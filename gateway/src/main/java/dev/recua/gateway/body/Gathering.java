package dev.recua.gateway.body;

import java.util.Arrays;

/// The start of a body, in memory as long as it fits: into its own limit and into the memory all
/// bodies share.
final class Gathering {
    private static final int FIRST = 4 * 1024;

    private final int limit;
    private final BodyMemory memory;
    private byte[] bytes = {};
    private int length;

    Gathering(int limit, BodyMemory memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /// Takes `piece`, or leaves everything as it is.
    ///
    /// @return false when it does not fit
    boolean add(byte[] piece) {
        int needed = length + piece.length;
        if (needed > limit || !grow(needed)) return false;
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length = needed;
        return true;
    }

    /// Hands everything to `spooling` and gives the memory back.
    void moveTo(Spooling spooling) {
        spooling.add(bytes, length);
        release();
    }

    BodyContent.InMemory content() {
        return new BodyContent.InMemory(bytes, memory);
    }

    void release() {
        memory.giveBack(bytes.length);
        bytes = new byte[0];
        length = 0;
    }

    private boolean grow(int needed) {
        if (needed <= bytes.length) return true;
        int size = Math.min(limit, Math.max(needed, Math.max(FIRST, bytes.length * 2)));
        if (!memory.take(size - bytes.length)) return false;
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }
}
