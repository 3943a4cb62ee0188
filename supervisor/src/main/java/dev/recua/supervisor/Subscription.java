package dev.recua.supervisor;

/// Ends what a listener asked for. Closing twice is harmless; from any thread.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /// The listener is not called again; a call that is under way may still end.
    @Override
    void close();
}
