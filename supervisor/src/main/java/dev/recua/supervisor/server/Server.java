package dev.recua.supervisor.server;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartOutcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// One llama-server, from its start to its end: a process of ours, one that ran before, or what a
/// test puts in their place. Safe from any thread; no method of this interface blocks.
public interface Server {
    /// Starts it, and returns at once.
    ///
    /// @return completes once: it takes requests, or why it never will. Never exceptionally
    /// @throws IllegalStateException when it was started before
    CompletableFuture<StartOutcome> launch();

    /// Completes once, when it has ended; never exceptionally. For one that we did not start: when
    /// it is given up.
    CompletableFuture<Exit> exited();

    /// Asks it to end: SIGTERM now, again at half of `grace`, SIGKILL for its tree at the end. One
    /// that we did not start is only let go.
    ///
    /// @return [#exited]
    CompletableFuture<Exit> stop(Duration grace);

    /// One SIGTERM, and nothing by itself after it; a second call sends the second.
    ///
    /// @return [#exited]
    CompletableFuture<Exit> terminate();

    /// SIGKILL for its whole tree, at once. One that we did not start is only let go.
    ///
    /// @return [#exited]
    CompletableFuture<Exit> kill();

    /// Where it answers, without a path. Before it is ready: where it is expected.
    URI baseUrl();

    /// The key that it demands as `Authorization: Bearer …`. Never log it.
    Optional<String> apiKey();

    /// Its process; empty before there is one, and where that is not known.
    OptionalLong pid();

    /// When it was launched, or adopted.
    Instant startedAt();

    /// Its arguments for people to read: secrets are masked.
    List<String> args();

    /// Its last log lines (at most 200), oldest first, secrets masked.
    List<String> lastLines(int n);

    /// Whether it ran before and was not started by us: it is watched, and never ended.
    boolean adopted();
}
