package dev.recua.gateway.body;

/// How reading a body ended.
public sealed interface BodyOutcome {

    /// All of it is here. Whoever receives it closes it.
    record Read(RequestBody body) implements BodyOutcome {}

    /// It is, or grew, larger than allowed. The caller can be answered at once: what it still sends
    /// is thrown away for a while so that the answer can reach it, then its connection is closed.
    ///
    /// @param limit the most bytes allowed
    record TooLarge(long limit) implements BodyOutcome {}

    /// The temporary file could not be written: the disk is full, or the folder cannot be used.
    ///
    /// @param why what, where, and the system's reason
    record StorageFailed(String why) implements BodyOutcome {}

    /// The caller left before the body was complete.
    record ClientGone() implements BodyOutcome {}
}
