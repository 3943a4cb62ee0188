package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.child.StartFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a service is doing, with all that its next step depends on. A value: no locks, no handles.
/// Times are of the service's monotonic clock. A waiter is a number, its ticket; whose it is the
/// service knows.
///
/// ```text
/// initial ── start ──▶ starting ── came up ──▶ ready ── ended, hung ──▶ crashed ── wait over ──▶
/// starting
///                         │                                               ▲
///                         ├── failed, worth another try ──────────────────┘
///                         └── failed for good, or too often ──▶ error ── start ──▶ starting
/// each but initial ── stop ──▶ stopping ── nothing runs any more ──▶ initial
/// ```
///
/// `generation` is the number of the newest server, from 1; a signal of another one changes
/// nothing. A new server is made only when the one before is gone, so at most one of them runs.
sealed interface ServiceState {

    /// Number of the newest server; 0: there was none.
    long generation();

    /// The same without the details.
    LlamaServiceStatus status();

    /// Nothing runs, and nobody wants it.
    record Initial(long generation) implements ServiceState {
        @Override
        public LlamaServiceStatus status() {
            return LlamaServiceStatus.INITIAL;
        }
    }

    /// A server is on its way.
    ///
    /// @param phase    how far it is
    /// @param trouble  what became of the one before; empty when somebody wanted the first one
    /// @param starters who waits for it
    record Starting(
            long generation,
            Phase phase,
            Count count,
            Optional<StartFailure> trouble,
            List<Long> starters)
            implements ServiceState {
        public Starting {
            starters = List.copyOf(starters);
        }

        @Override
        public LlamaServiceStatus status() {
            return LlamaServiceStatus.STARTING;
        }
    }

    /// How far a start is.
    enum Phase {
        /// The one before still has to end; `generation` is its number.
        AFTER_PREVIOUS,
        /// The server is being made.
        MAKING,
        /// It was launched.
        LAUNCHED
    }

    /// It takes requests.
    ///
    /// @param since    when it came up
    /// @param nextLook when somebody looks whether it still works
    /// @param looking  whether somebody is looking right now
    record Ready(long generation, Count count, Duration since, Duration nextLook, boolean looking)
            implements ServiceState {
        @Override
        public LlamaServiceStatus status() {
            return LlamaServiceStatus.READY;
        }
    }

    /// It will be started again.
    ///
    /// @param trouble   why it is not ready
    /// @param restartAt when the next one is due
    /// @param gone      whether nothing of the last one runs any more
    /// @param starters  who has waited since it was started, and waits on
    record Crashed(
            long generation,
            StartFailure trouble,
            Count count,
            Duration restartAt,
            boolean gone,
            List<Long> starters)
            implements ServiceState {
        public Crashed {
            starters = List.copyOf(starters);
        }

        @Override
        public LlamaServiceStatus status() {
            return LlamaServiceStatus.CRASHED;
        }
    }

    /// It was given up.
    ///
    /// @param gone whether nothing of the last one runs any more
    record Failed(long generation, StartFailure trouble, Count count, boolean gone)
            implements ServiceState {
        @Override
        public LlamaServiceStatus status() {
            return LlamaServiceStatus.ERROR;
        }
    }

    /// It was told to end.
    ///
    /// @param stoppers who waits for the end
    /// @param starters who wants it to be started after that
    record Stopping(long generation, List<Long> stoppers, List<Long> starters)
            implements ServiceState {
        public Stopping {
            stoppers = List.copyOf(stoppers);
            starters = List.copyOf(starters);
        }

        @Override
        public LlamaServiceStatus status() {
            return LlamaServiceStatus.STOPPING;
        }
    }

    /// How often it was restarted.
    ///
    /// @param retries restarts since it was last well for long enough, or started by hand
    /// @param wasWell whether it has been ready since it was last started by hand
    record Count(int retries, boolean wasWell) {
        static final Count ZERO = new Count(0, false);

        Count oneMore() {
            return new Count(retries + 1, wasWell);
        }

        Count well() {
            return new Count(retries, true);
        }

        Count forgiven() {
            return new Count(0, wasWell);
        }
    }
}
