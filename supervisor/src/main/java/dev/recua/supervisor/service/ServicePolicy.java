package dev.recua.supervisor.service;

import dev.recua.supervisor.watch.LivenessPolicy;
import java.time.Duration;

/// How a service treats its server.
///
/// @param restart   when it comes back after a crash
/// @param liveness  how it is watched while it is ready
/// @param stopGrace from the first SIGTERM of a stop to SIGKILL; zero: SIGKILL at once
public record ServicePolicy(RestartPolicy restart, LivenessPolicy liveness, Duration stopGrace) {

    /// [RestartPolicy#DEFAULT], [LivenessPolicy#DEFAULT], and 5 s to stop.
    public static final ServicePolicy DEFAULT =
            new ServicePolicy(RestartPolicy.DEFAULT, LivenessPolicy.DEFAULT, Duration.ofSeconds(5));

    public ServicePolicy {
        if (stopGrace.isNegative())
            throw new IllegalArgumentException("stopGrace is negative: " + stopGrace);
    }
}
