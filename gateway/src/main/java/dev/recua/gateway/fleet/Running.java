package dev.recua.gateway.fleet;

import dev.recua.gateway.scheduling.LoadFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A child that was launched. Safe from any thread; no call blocks.
public interface Running {
    /// Process id, for logs; 0 while there is none.
    long pid();

    /// Its port on 127.0.0.1; fixed once it is ready.
    int port();

    /// The key that only this child accepts. Never logged.
    String apiKey();

    /// When it was launched.
    Instant startedAt();

    /// What engine it was started with; see [Fingerprints#engine].
    String engine();

    /// Its arguments, secrets masked.
    List<String> args();

    /// Resident bytes; empty where the system does not tell. Reads a file: not on the event loop
    /// for every request.
    OptionalLong rss();

    /// Completes once: empty when it takes requests, else why it never will.
    CompletableFuture<Optional<LoadFailure>> started();

    /// Completes when the process is gone.
    CompletableFuture<Departure> gone();

    /// Asks it to leave, more firmly with time: SIGTERM, again at half the grace, then SIGKILL.
    void stop();

    /// One SIGTERM. A second one ends an engine that is busy.
    void terminate();

    /// SIGKILL to it and everything it started.
    void kill();
}
