package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What happened to a service.
sealed interface ServiceSignal {

    /// Somebody wants it to be ready.
    record Start(long ticket) implements ServiceSignal {}

    /// Somebody wants nothing to run.
    record Stop(long ticket, Ending how) implements ServiceSignal {}

    /// How a server is made to end.
    enum Ending {
        /// SIGTERM, again at half of the grace, SIGKILL at its end.
        STOP,
        /// One SIGTERM.
        TERMINATE,
        /// SIGKILL.
        KILL
    }

    /// A time that the state names may have come.
    record Tick() implements ServiceSignal {}

    /// What one server did. Of any but the newest it changes nothing.
    sealed interface OfServer extends ServiceSignal {
        long generation();
    }

    /// It was made and can be launched.
    record Made(long generation, Server server) implements OfServer {}

    /// There is nothing to launch.
    record NotMade(long generation, StartFailure failure) implements OfServer {}

    /// It takes requests.
    record CameUp(long generation) implements OfServer {}

    /// It never will.
    ///
    /// @param exit empty while it still runs, and when it never did
    record NotUp(long generation, StartFailure failure, Optional<Exit> exit) implements OfServer {}

    /// Nothing of it runs any more.
    ///
    /// @param exit empty when there was no process
    record Ended(long generation, Optional<Exit> exit) implements OfServer {}

    /// Somebody looked: it works, or it is too early to say.
    ///
    /// @param pause until the next look
    record Looked(long generation, Duration pause) implements OfServer {}

    /// It does not work any more.
    ///
    /// @param why one sentence, without the name of the service
    /// @param log its last log lines, secrets masked
    record Hung(long generation, String why, List<String> log) implements OfServer {
        public Hung {
            log = List.copyOf(log);
        }
    }

    /// It was asked for its models.
    ///
    /// @param models empty when it did not say
    record Discovered(long generation, Optional<List<LlamaModel>> models) implements OfServer {}
}
