package dev.recua.gateway.fleet;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.server.Server;
import java.time.Duration;
import java.util.List;

/// Several who want to know of children, told one after the other.
public record FleetWatches(List<FleetWatch> watches) implements FleetWatch {
    public FleetWatches {
        watches = List.copyOf(watches);
    }

    @Override
    public void launched(ModelId model, Server server) {
        watches.forEach(watch -> watch.launched(model, server));
    }

    @Override
    public void loaded(ModelId model, Duration took) {
        watches.forEach(watch -> watch.loaded(model, took));
    }

    @Override
    public void notLoaded(ModelId model) {
        watches.forEach(watch -> watch.notLoaded(model));
    }

    @Override
    public void evicted(ModelId model, ModelId inFavourOf) {
        watches.forEach(watch -> watch.evicted(model, inFavourOf));
    }

    @Override
    public void died(ModelId model) {
        watches.forEach(watch -> watch.died(model));
    }

    @Override
    public void changed(ModelId model, LlamaServiceState state) {
        watches.forEach(watch -> watch.changed(model, state));
    }
}
