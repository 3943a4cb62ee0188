package dev.recua.gateway.fleet;

import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.supervisor.service.ServiceChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the gateway's log says of children: one line for each load, crash, restart and end.
final class FleetLog {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final int maxRestarts;

    FleetLog(int maxRestarts) {
        this.maxRestarts = maxRestarts;
    }

    void starts(Tended service) {
        int restarts = service.restarts();
        if (restarts > 0)
            LOG.info(
                    "engine restarts model={} restart={}/{}",
                    service.model().value(),
                    restarts,
                    maxRestarts);
    }

    void ready(Tended service, Running server, long tookMs) {
        LOG.info(
                "model ready model={} pid={} port={} load={}ms",
                service.model().value(),
                server.pid(),
                server.port(),
                tookMs);
    }

    void crashed(Tended service, ServiceChange.Crashed crashed) {
        LOG.warn(
                "{} model={} restart={}/{} in={}ms cause: {}",
                service.wasReady() ? "engine died" : "engine did not start",
                service.model().value(),
                crashed.retry(),
                maxRestarts,
                crashed.restartIn().toMillis(),
                crashed.cause());
    }

    void givenUp(Tended service, LoadFailure failure) {
        LOG.warn(
                "{} model={} cause={} restarts={}/{}: {}",
                service.wasReady() ? "engine given up" : "model not loaded",
                service.model().value(),
                failure.cause(),
                service.restarts(),
                maxRestarts,
                failure.message());
    }

    void ended(Tended service) {
        LOG.info("engine ended while its model was unloaded model={}", service.model().value());
    }

    void gone(Tended service) {
        LOG.info(
                "{} model={}",
                service.wasReady() ? "model unloaded" : "model unloaded before it was ready",
                service.model().value());
    }
}
