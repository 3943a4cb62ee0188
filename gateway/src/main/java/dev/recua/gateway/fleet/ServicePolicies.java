package dev.recua.gateway.fleet;

import dev.recua.gateway.config.SupervisorConfig;
import dev.recua.supervisor.service.RestartPolicy;
import dev.recua.supervisor.service.ServicePolicy;
import dev.recua.supervisor.watch.LivenessPolicy;

/// How every child is brought back, watched and stopped, as `config.yaml` says. Pure.
public final class ServicePolicies {
    private ServicePolicies() {}

    /// The keys `supervisor.restart.*`, `supervisor.liveness.*` and `supervisor.stop-grace`.
    public static ServicePolicy of(SupervisorConfig config) {
        var restart = config.restart();
        var liveness = config.liveness();
        return new ServicePolicy(
                new RestartPolicy(
                        restart.max(),
                        restart.first(),
                        restart.cap(),
                        restart.jitter(),
                        restart.healthyAfter()),
                new LivenessPolicy(
                        liveness.every(),
                        liveness.failures(),
                        liveness.stall(),
                        liveness.probeTimeout()),
                config.stopGrace());
    }
}
