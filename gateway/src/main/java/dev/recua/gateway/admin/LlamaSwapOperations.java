package dev.recua.gateway.admin;

import dev.recua.client.admin.RunningModels;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.Schedule;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// What llama-swap is asked by its users' scripts, with its shapes.
final class LlamaSwapOperations {
    /// As much of our log as llama-swap keeps of its own.
    private static final int LOG_BYTES = 100 * 1024;

    private final AdminModels models;
    private final House house;
    private final Dispatcher dispatcher;

    LlamaSwapOperations(AdminModels models, House house, Dispatcher dispatcher) {
        this.models = models;
        this.house = house;
        this.dispatcher = dispatcher;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("/running", "running", "The models that have a process")
                        .answers(200, RunningModels.class)
                        .by(_ -> Future.succeededFuture(Reply.json(200, models.running()))),
                Operation.get("/unload", "unloadAll", "Unloads all models; `OK` when it is done")
                        .query(ModelOperations.FORCE)
                        .answersText()
                        .by(this::unload),
                Operation.post("/unload", "unloadAllByPost", "The same")
                        .query(ModelOperations.FORCE)
                        .anyBodyType()
                        .answersText()
                        .by(this::unload),
                Operation.get("/logs", "gatewayLog", "The last 100 KiB of the gateway's own log")
                        .answersText()
                        .by(call -> call.aside(this::log)));
    }

    private Reply log() {
        return Reply.text(LogTail.text(house.gatewayLog(), LOG_BYTES));
    }

    /// Unlike llama-swap, which cuts answers off, ours may finish unless they are forced.
    private Future<Reply> unload(Call call) {
        boolean force = call.is(ModelOperations.FORCE);
        Schedule now = dispatcher.schedule();
        var gone =
                Stream.concat(now.residents().keySet().stream(), now.failures().keySet().stream())
                        .distinct()
                        .toList()
                        .stream()
                        .map(model -> dispatcher.unload(model, force))
                        .toArray(CompletableFuture<?>[]::new);
        return call.await(CompletableFuture.allOf(gone)).map(_ -> Reply.text("OK"));
    }
}
