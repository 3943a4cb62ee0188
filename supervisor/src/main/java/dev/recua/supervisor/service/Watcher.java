package dev.recua.supervisor.service;

import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.watch.Liveness;
import dev.recua.supervisor.watch.LivenessPolicy;
import dev.recua.supervisor.watch.LivenessProbe;
import dev.recua.supervisor.watch.Look;
import dev.recua.supervisor.watch.Verdict;
import java.time.Duration;

/// Finds out whether servers still work.
@FunctionalInterface
interface Watcher {
    /// Begins to watch a server that has just become ready.
    Watch begin(Server server);

    /// One server that is watched. One thread at a time looks; any may close.
    interface Watch extends AutoCloseable {
        /// Looks once. Blocks for a few times the policy's `probeTimeout` at most.
        Sight look() throws InterruptedException;

        @Override
        void close();
    }

    /// What a look gave.
    ///
    /// @param pause until the next look
    record Sight(Verdict verdict, Duration pause) {}

    /// Asks over HTTP and judges by the rule of [Liveness].
    static Watcher asking(LivenessPolicy policy, ServiceClock clock) {
        return server -> new Asking(server, policy, clock);
    }

    /// [LivenessProbe] and [Liveness] together.
    final class Asking implements Watch {
        private final LivenessPolicy policy;
        private final ServiceClock clock;
        private final LivenessProbe probe;
        private Liveness.Watched watched;

        Asking(Server server, LivenessPolicy policy, ServiceClock clock) {
            this.policy = policy;
            this.clock = clock;
            this.probe =
                    new LivenessProbe(
                            server.baseUrl(),
                            server.apiKey(),
                            policy,
                            ServerWords.of(server.args()).sleepsAfter());
            this.watched = Liveness.begin(clock.now());
        }

        @Override
        public synchronized Sight look() throws InterruptedException {
            Look look = probe.look();
            Liveness.Step step = Liveness.next(watched, look, clock.now(), policy);
            watched = step.watched();
            return new Sight(step.verdict(), step.pause());
        }

        @Override
        public void close() {
            probe.close();
        }
    }
}
