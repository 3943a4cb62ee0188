package dev.recua.gateway.config;

import static dev.recua.gateway.config.Require.atLeast;
import static dev.recua.gateway.config.Require.notNegative;
import static dev.recua.gateway.config.Require.positive;

import java.time.Duration;

/// How a child is started, watched, restarted and stopped.
///
/// @param startTimeout from its start until it must be ready; more than zero
/// @param stopGrace from the first SIGTERM to SIGKILL, the second SIGTERM at half of it; more than
///     zero
public record SupervisorConfig(
        Duration startTimeout, Poll poll, Liveness liveness, Restart restart, Duration stopGrace) {
    private static final SupervisorConfig DEFAULTS =
            new SupervisorConfig(
                    Duration.ofMinutes(5),
                    new Poll(Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1)),
                    new Liveness(
                            Duration.ofSeconds(30),
                            3,
                            Duration.ofMinutes(1),
                            Duration.ofSeconds(5)),
                    new Restart(
                            5,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(30),
                            0.0,
                            Duration.ofMinutes(1)),
                    Duration.ofSeconds(5));

    public SupervisorConfig {
        positive("startTimeout", startTimeout);
        positive("stopGrace", stopGrace);
    }

    /// What holds where nothing was configured.
    public static SupervisorConfig defaults() {
        return DEFAULTS;
    }

    /// How often a starting child is asked whether it is ready. All more than zero.
    ///
    /// @param first during the first 2 s
    /// @param then up to 30 s
    /// @param slow after that
    public record Poll(Duration first, Duration then, Duration slow) {
        public Poll {
            positive("first", first);
            positive("then", then);
            positive("slow", slow);
        }
    }

    /// How a ready child is watched.
    ///
    /// @param every pause between probes; zero: no probes
    /// @param failures in a row that make it count as hung; at least 1
    /// @param stall a request under way without any progress for so long counts as hung; zero:
    ///     never
    /// @param probeTimeout of one probe, also while starting; more than zero
    public record Liveness(Duration every, int failures, Duration stall, Duration probeTimeout) {
        public Liveness {
            notNegative("every", every);
            atLeast(1, "failures", failures);
            notNegative("stall", stall);
            positive("probeTimeout", probeTimeout);
        }
    }

    /// How a crashed child is brought back: waits of `first`, doubled each time, up to `cap`.
    ///
    /// @param max restarts before we give up; 0 never restarts
    /// @param jitter part of each wait that is random, 0 to 1
    /// @param healthyAfter ready for so long sets the count back to 0
    public record Restart(
            int max, Duration first, Duration cap, double jitter, Duration healthyAfter) {
        public Restart {
            atLeast(0, "max", max);
            positive("first", first);
            if (cap.compareTo(first) < 0) {
                throw new IllegalArgumentException("cap " + cap + " is below first " + first);
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("jitter must be 0 to 1, was " + jitter);
            }
            positive("healthyAfter", healthyAfter);
        }
    }
}
