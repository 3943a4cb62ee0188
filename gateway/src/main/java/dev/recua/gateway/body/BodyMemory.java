package dev.recua.gateway.body;

/// The memory that bodies share. Used on the event loop only.
final class BodyMemory {
    private final long budget;
    private long used;

    BodyMemory(long budget) {
        this.budget = budget;
    }

    /// Takes `bytes` when they are free.
    boolean take(long bytes) {
        if (bytes > budget - used) return false;
        used += bytes;
        return true;
    }

    void giveBack(long bytes) {
        used -= bytes;
    }

    long used() {
        return used;
    }
}
