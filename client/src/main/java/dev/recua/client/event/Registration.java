package dev.recua.client.event;

/// A listener that can be taken away.
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /// Takes it away: it hears nothing from now on. Twice is once.
    @Override
    void close();
}
