package dev.recua.gateway.cli;

import java.net.URI;
import java.util.List;

/// A server that `recua diagnose` looks at. Every question throws
/// `dev.recua.client.error.LlmException` when it gets no whole answer, and asks once.
interface Examined extends AutoCloseable {
    /// Where it is.
    URI address();

    /// Whether it answers at all.
    void health() throws InterruptedException;

    /// Names of the models that can be asked, the one to ask first.
    List<String> models() throws InterruptedException;

    /// Asks for one token.
    void chat(String model) throws InterruptedException;

    @Override
    void close();
}
