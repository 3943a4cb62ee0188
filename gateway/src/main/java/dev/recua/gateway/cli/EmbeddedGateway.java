package dev.recua.gateway.cli;

import java.net.URI;
import java.util.Optional;

/// A gateway inside this process.
public interface EmbeddedGateway extends AutoCloseable {
    /// Where it answers, with the real port.
    URI url();

    /// The key that it wants, if it wants one.
    Optional<String> apiKey();

    /// Stops it and its engines, within 6 s. Any thread may call this, more than once; a second
    /// call waits for the first.
    @Override
    void close();
}
