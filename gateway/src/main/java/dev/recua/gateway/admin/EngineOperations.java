package dev.recua.gateway.admin;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.gateway.fleet.EngineOutcome;
import dev.recua.gateway.fleet.EngineRoom;
import dev.recua.gateway.http.EngineErrors;
import io.vertx.core.Future;
import java.util.List;

/// The engines: what there is of them, and the orders of their owner. What blocks runs on worker
/// threads, an install on a thread of its own.
final class EngineOperations {
    private static final Parameter.Truth WAIT =
            new Parameter.Truth("wait", true, "Whether to answer when it is over, or at once");

    private final EngineRoom room;

    EngineOperations(EngineRoom room) {
        this.room = room;
    }

    List<Operation> all() {
        return List.of(
                Operation.get(
                                "/api/engines",
                                "engines",
                                "The installed engines, and the one that models start with")
                        .answers(200, EngineInfos.class)
                        .by(call -> list(call, 200)),
                Operation.post(
                                "/api/engines",
                                "installEngine",
                                "Installs an engine; joins whoever installs the same")
                        .query(WAIT)
                        .body(EngineInstall.class)
                        .answers(200, EngineInfo.class)
                        .answers(202, EngineInfos.class)
                        .refuses(404, 503)
                        .by(this::install),
                Operation.post(
                                "/api/engines/{id}/use",
                                "useEngine",
                                "Lets models start with this engine from now on; auto forgets that")
                        .answers(200, EngineInfo.class)
                        .refuses(503)
                        .by(call -> call.aside(() -> reply(room.use(call.name("id"))))),
                Operation.delete(
                                "/api/engines/{id}",
                                "removeEngine",
                                "Removes an engine from the disk, unless a model runs on it")
                        .answers(200, EngineInfo.class)
                        .refuses(409)
                        .by(call -> call.aside(() -> reply(room.remove(call.name("id"))))));
    }

    private Future<Reply> list(Call call, int status) {
        return call.aside(() -> Reply.json(status, room.list()));
    }

    private Future<Reply> install(Call call) {
        var outcome = room.install(call.body(EngineInstall.class), _ -> {});
        return call.is(WAIT) || outcome.isDone()
                ? call.await(outcome.thenApply(EngineOperations::reply))
                : list(call, 202);
    }

    private static Reply reply(EngineOutcome outcome) {
        return switch (outcome) {
            case EngineOutcome.Done(var engine) -> Reply.json(200, engine);
            case EngineOutcome.Refused(var why) -> new Reply.Refused(EngineErrors.of(why));
        };
    }
}
