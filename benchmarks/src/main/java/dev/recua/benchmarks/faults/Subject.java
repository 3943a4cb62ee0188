package dev.recua.benchmarks.faults;

import java.net.URI;
import java.time.Duration;

/// A client that is looked at. It asks for one chat, once: retries are off.
interface Subject {
    /// What a request, or the silence of a stream, may take: the least that source 002 allows.
    Duration TIMEOUT = Duration.ofSeconds(1);

    /// Its name and version.
    String name();

    /// Asks the server at this address for a chat.
    ///
    /// @param streamed whether a streamed answer is asked for
    /// @return the text of the answer that the client takes for whole
    /// @throws Exception what the client throws
    String ask(URI address, boolean streamed) throws Exception;
}
