package dev.recua.supervisor.service;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.server.Server;
import java.time.Duration;
import java.util.Optional;

/// What became of a service, with all that a program needs which acts on it. Told in the order in
/// which it happened, each exactly once.
///
/// `generation` counts the servers of this service from 1; it never goes back.
public sealed interface ServiceChange {
    /// A server was launched.
    record Starting(long generation, Server server) implements ServiceChange {}

    /// It takes requests.
    record Ready(long generation, Server server) implements ServiceChange {}

    /// It ended or hung, while it started or later, and comes back by itself.
    ///
    /// @param cause     for people: what, which and how much
    /// @param exit      how it ended; empty when it could not be launched, and while it still has
    ///     to end (one that hung, or took too long)
    /// @param retry     which restart comes next, from 1
    /// @param restartIn when it comes
    record Crashed(
            long generation, String cause, Optional<Exit> exit, int retry, Duration restartIn)
            implements ServiceChange {}

    /// It was given up: the cause is lasting, or it was restarted too often. Somebody must start it
    /// again.
    ///
    /// @param failure the last cause; after too many restarts its message says how many
    /// @param exit    as of [Crashed]
    record Failed(long generation, StartFailure failure, Optional<Exit> exit)
            implements ServiceChange {}

    /// It was told to end.
    record Stopping(long generation) implements ServiceChange {}

    /// Nothing runs any more, as was wanted.
    ///
    /// @param exit how its server ended; empty when there was none
    record Stopped(long generation, Optional<Exit> exit) implements ServiceChange {}
}
