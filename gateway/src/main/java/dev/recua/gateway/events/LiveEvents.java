package dev.recua.gateway.events;

import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.gateway.fleet.FleetWatch;
import dev.recua.gateway.requests.RequestFollower;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.server.Server;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The feeds of one gateway, and what makes each of them look again.
///
/// | what happens | what follows |
/// |---|---|
/// | a service changes | [StatusFeed] tells each step; the models are looked at |
/// | a child is launched | its lines go to the [LogFeed] |
/// | the scheduler has decided | models, waiting requests and status are looked at |
/// | the catalogue has changed | the same |
/// | an engine is found, chosen, installed, removed | the engines are looked at |
/// | a request makes a step | `RequestFeed` tells each |
///
/// What is looked at is told as it is then: of two changes within [#GAP], only the second may be
/// seen. Safe from any thread, except what says otherwise.
public final class LiveEvents implements FleetWatch, AutoCloseable {
    /// From one look at the models to the next.
    static final Duration GAP = Duration.ofMillis(50);

    /// The same for engines, whose list reads files.
    static final Duration ENGINE_GAP = Duration.ofMillis(500);

    private final Context loop;
    private final StatusFeed status;
    private final RequestFeed requests;
    private final ChildLines lines;
    private final Looks<List<ModelInfo>> models;
    private final Looks<EngineInfos> engines;
    private final AtomicBoolean told = new AtomicBoolean();

    /// @param loop     of the gateway
    /// @param models   all models as they are now; may block
    /// @param engines  all engines as they are now; may block
    /// @param schedule as it is now
    public LiveEvents(
            EventHub hub,
            StatusFeed status,
            LogFeed logs,
            Vertx vertx,
            Context loop,
            Supplier<List<ModelInfo>> models,
            Callable<EngineInfos> engines,
            Supplier<Schedule> schedule) {
        this.loop = loop;
        this.status = status;
        this.lines = new ChildLines(logs);
        this.requests = new RequestFeed(hub, schedule);
        this.models = new Looks<>(vertx, loop, GAP, models::get, new ModelFeed(hub)::look);
        this.engines = new Looks<>(vertx, loop, ENGINE_GAP, engines, new EngineFeed(hub)::look);
    }

    /// Hears of requests; on the event loop only.
    public RequestFollower requests() {
        return requests;
    }

    @Override
    public void launched(ModelId model, Server server) {
        lines.launched(model, server);
    }

    @Override
    public void changed(ModelId model, LlamaServiceState state) {
        status.changed(model, state);
        models.again();
    }

    /// Something may have changed that nobody tells one by one: the schedule, or the catalogue.
    /// Returns at once.
    public void lookAgain() {
        models.again();
        if (told.getAndSet(true)) return;
        loop.runOnContext(
                _ -> {
                    told.set(false);
                    requests.lookAgain();
                    status.lookAgain();
                });
    }

    /// There may be other engines, or an installation has come further. Returns at once.
    public void enginesChanged() {
        engines.again();
    }

    /// Nothing is looked at any more.
    @Override
    public void close() {
        engines.close();
        models.close();
    }
}
