package dev.recua.gateway.admin;

import dev.recua.client.admin.SwapExport;
import dev.recua.client.admin.SwapResult;
import dev.recua.client.admin.SwapStatus;
import dev.recua.client.wire.ModelList;
import dev.recua.gateway.http.EngineErrors;
import dev.recua.gateway.http.ModelListing;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.Phase;
import dev.recua.gateway.scheduling.Schedule;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Serving as a whole, in the words of the systems that Recua takes over from: is it on, what does
/// it serve, switch it on and off, and write the file that llama-swap reads.
///
/// Off means that no model is loaded and that model routes are refused; the gateway stays.
final class SwapOperations {
    private final Supplier<URI> url;
    private final Dispatcher dispatcher;
    private final ModelListing listing;
    private final LlamaSwapFile file;

    /// How often somebody stopped or restarted: the last word counts. Of the event loop.
    private long stops;

    /// @param url where the gateway answers, with the real port
    SwapOperations(
            Supplier<URI> url, Dispatcher dispatcher, ModelListing listing, LlamaSwapFile file) {
        this.url = url;
        this.dispatcher = dispatcher;
        this.listing = listing;
        this.file = file;
    }

    List<Operation> all() {
        return List.of(
                Operation.get(
                                "/api/swap/status",
                                "swapStatus",
                                "Whether models are served, and where")
                        .answers(200, SwapStatus.class)
                        .by(_ -> Future.succeededFuture(Reply.json(200, status()))),
                Operation.get("/api/swap/models", "swapModels", "The same list as `GET /v1/models`")
                        .answers(200, ModelList.class)
                        .by(_ -> Future.succeededFuture(Reply.json(200, listing.all(), Map.of()))),
                Operation.post("/api/swap/start", "swapStart", "Serves models again")
                        .answers(200, SwapResult.class)
                        .by(_ -> Future.succeededFuture(start())),
                Operation.post(
                                "/api/swap/stop",
                                "swapStop",
                                "Unloads all models and refuses requests for them; the gateway stays")
                        .query(ModelOperations.FORCE)
                        .query(ModelOperations.WAIT)
                        .answers(200, SwapResult.class)
                        .answers(202, SwapResult.class)
                        .by(call -> when(call, stop(call))),
                Operation.post(
                                "/api/swap/restart",
                                "swapRestart",
                                "Stops, and starts when the last engine is gone")
                        .query(ModelOperations.FORCE)
                        .query(ModelOperations.WAIT)
                        .answers(200, SwapResult.class)
                        .answers(202, SwapResult.class)
                        .by(call -> when(call, restart(call))),
                Operation.post(
                                "/api/swap/config/regenerate",
                                "swapExport",
                                "Writes the models into `export/llama-swap/config.yaml`")
                        .answers(200, SwapExport.class)
                        .refuses(503)
                        .by(call -> call.aside(this::export)));
    }

    private Reply start() {
        dispatcher.start();
        return result(200);
    }

    /// Whoever orders a stop while this one drains wants it stopped.
    private CompletableFuture<Void> restart(Call call) {
        CompletableFuture<Void> gone = stop(call);
        long mine = stops;
        return gone.thenRun(
                () -> {
                    if (mine == stops) dispatcher.start();
                });
    }

    private CompletableFuture<Void> stop(Call call) {
        stops++;
        return dispatcher.stop(call.is(ModelOperations.FORCE));
    }

    private Future<Reply> when(Call call, CompletableFuture<Void> done) {
        if (!call.is(ModelOperations.WAIT) && !done.isDone()) {
            return Future.succeededFuture(result(202));
        }
        return call.await(done).map(_ -> result(200));
    }

    private Reply export() throws IOException {
        return switch (file.write()) {
            case LlamaSwapFile.Written(var models) -> Reply.json(200, new SwapExport(true, models));
            case LlamaSwapFile.NoEngine _ -> new Reply.Refused(EngineErrors.nothingToExport());
        };
    }

    private Reply result(int status) {
        return Reply.json(status, new SwapResult(true, status()));
    }

    private SwapStatus status() {
        Schedule now = dispatcher.schedule();
        boolean open = now.phase() == Phase.OPEN;
        return new SwapStatus(
                open,
                true,
                url.get().getPort(),
                ProcessHandle.current().pid(),
                open ? url.get().toString() : null,
                phase(now));
    }

    private static String phase(Schedule now) {
        return switch (now.phase()) {
            case OPEN -> "running";
            case STOPPED -> now.residents().isEmpty() ? "stopped" : "stopping";
            case CLOSED -> "stopping";
        };
    }
}
