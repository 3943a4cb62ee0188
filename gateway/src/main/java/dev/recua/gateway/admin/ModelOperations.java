package dev.recua.gateway.admin;

import dev.recua.client.admin.LogLines;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.routing.Resolution;
import dev.recua.models.catalogue.Model;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/// What there is of models, and the orders to one of them. What blocks runs on worker threads.
final class ModelOperations {
    private static final Query.Whole LINES =
            new Query.Whole("lines", 200, 1, 10_000, "How many of its last lines");

    private final AdminModels models;
    private final House house;

    ModelOperations(AdminModels models, House house) {
        this.models = models;
        this.house = house;
    }

    List<Operation> all() {
        return List.of(
                Operation.get(
                                "/api/models",
                                "models",
                                "All models, also broken ones with the reason, and what each does now")
                        .answers(200, ModelInfos.class)
                        .by(call -> call.aside(() -> Reply.json(200, models.all()))),
                Operation.get("/api/models/{id}", "model", "One of them, by any of its names")
                        .answers(200, ModelInfo.class)
                        .by(call -> withModel(call, model -> describe(call, model))),
                Operation.get(
                                "/api/models/{id}/log",
                                "modelLog",
                                "The last lines that its engine said; empty when it never ran")
                        .query(LINES)
                        .answers(200, LogLines.class)
                        .by(call -> withModel(call, model -> log(call, model))));
    }

    private Future<Reply> describe(Call call, Model model) {
        return call.aside(() -> Reply.json(200, models.of(model)));
    }

    private Future<Reply> log(Call call, Model model) {
        int lines = call.number(LINES);
        return call.aside(
                () -> {
                    var tail = LogTail.of(house.logOf().apply(model.id()), lines);
                    return Reply.json(200, EngineLog.lines(model.id(), tail));
                });
    }

    /// Goes on with the model that the path names.
    private Future<Reply> withModel(Call call, Function<Model, Future<Reply>> then) {
        String name = call.name("id");
        return switch (models.find(name)) {
            case Resolution.Local(var model) -> then.apply(model);
            case Resolution.Unknown(var unknown, var nearest) ->
                    Future.succeededFuture(
                            new Reply.Refused(ApiErrors.modelNotFound(unknown, nearest)));
            case Resolution.Unnamed(var known) ->
                    Future.succeededFuture(new Reply.Refused(ApiErrors.modelNotFound(name, known)));
        };
    }
}
