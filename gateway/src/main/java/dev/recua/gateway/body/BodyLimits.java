package dev.recua.gateway.body;

/// How much a body may be, and how much memory all bodies may take.
///
/// @param maxBody largest body accepted, in bytes; `max-body` of the configuration
/// @param inMemory largest body kept in memory, in bytes; a larger one goes to a file
/// @param memoryBudget bytes that all bodies in memory may take together; when it is used up, small
///     bodies go to files too
public record BodyLimits(long maxBody, int inMemory, long memoryBudget) {
    private static final long MEBIBYTE = 1 << 20;

    /// 128 MiB for a body, 256 KiB of it in memory, 16 MiB for all bodies: made for a heap of 64
    /// MiB.
    public static final BodyLimits DEFAULT = of(128 * MEBIBYTE);

    public BodyLimits {
        if (maxBody < 1)
            throw new IllegalArgumentException("maxBody must be at least 1, was " + maxBody);
        if (inMemory < 0) throw new IllegalArgumentException("inMemory is negative: " + inMemory);
        if (memoryBudget < 0)
            throw new IllegalArgumentException("memoryBudget is negative: " + memoryBudget);
    }

    /// The defaults with another largest body.
    public static BodyLimits of(long maxBody) {
        return new BodyLimits(maxBody, 256 * 1024, 16 * MEBIBYTE);
    }
}
