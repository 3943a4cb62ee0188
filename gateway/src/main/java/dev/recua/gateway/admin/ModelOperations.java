package dev.recua.gateway.admin;

import dev.recua.client.admin.LogLines;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.http.ErrorAnswer;
import dev.recua.gateway.http.ModelErrors;
import dev.recua.gateway.routing.Resolution;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.Refusal;
import dev.recua.models.catalogue.Model;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What there is of models, and the orders to one of them. What blocks runs on worker threads.
final class ModelOperations {
    /// How many lines of a log are wanted.
    static final Parameter.Whole LINES =
            new Parameter.Whole("lines", 200, 1, 10_000, "How many of its last lines");

    /// Whether the caller waits for the end of what it ordered.
    static final Parameter.Truth WAIT =
            new Parameter.Truth(
                    "wait", true, "Whether the answer comes when it is done, or at once");

    /// Whether answers that run are cut off.
    static final Parameter.Truth FORCE =
            new Parameter.Truth("force", false, "Whether answers that run are cut off");

    private final AdminModels models;
    private final House house;
    private final Dispatcher dispatcher;
    private final Fingerprints fingerprints;

    ModelOperations(
            AdminModels models, House house, Dispatcher dispatcher, Fingerprints fingerprints) {
        this.models = models;
        this.house = house;
        this.dispatcher = dispatcher;
        this.fingerprints = fingerprints;
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
                        .by(call -> withModel(call, model -> describe(call, model, 200))),
                Operation.post(
                                "/api/models/{id}/load",
                                "load",
                                "Loads it; the model when it is done")
                        .query(WAIT)
                        .answers(200, ModelInfo.class)
                        .answers(202, ModelInfo.class)
                        .refuses(429, 502, 503, 504)
                        .by(call -> withModel(call, model -> load(call, model))),
                Operation.post(
                                "/api/models/{id}/unload",
                                "unload",
                                "Unloads it once its answers are over; the model when it is done")
                        .query(FORCE)
                        .query(WAIT)
                        .answers(200, ModelInfo.class)
                        .answers(202, ModelInfo.class)
                        .by(call -> withModel(call, model -> unload(call, model))),
                Operation.get(
                                "/api/models/{id}/log",
                                "modelLog",
                                "The last lines that its engine said; none when it never ran")
                        .query(LINES)
                        .answers(200, LogLines.class)
                        .by(call -> withModel(call, model -> log(call, model))));
    }

    private Future<Reply> describe(Call call, Model model, int status) {
        return call.aside(() -> Reply.json(status, models.of(model)));
    }

    /// An order that fails at once is answered so, whether the caller wants to wait or not.
    private Future<Reply> load(Call call, Model model) {
        if (model.problem().isPresent()) return refuse(ModelErrors.brokenFile(model));
        var order = new LoadOrder(call, dispatcher, fingerprints);
        if (call.is(WAIT)) call.gone().onSuccess(_ -> order.leave());
        order.give(model);
        if (!call.is(WAIT) && !order.outcome().isComplete()) return describe(call, model, 202);
        return order.outcome().compose(refusal -> loaded(call, model, refusal));
    }

    private Future<Reply> loaded(Call call, Model model, Optional<Refusal> refusal) {
        return refusal.map(why -> refuse(ModelErrors.refused(why)))
                .orElseGet(() -> describe(call, model, 200));
    }

    private Future<Reply> unload(Call call, Model model) {
        var done = dispatcher.unload(model.id(), call.is(FORCE));
        if (!call.is(WAIT) && !done.isDone()) return describe(call, model, 202);
        return call.await(done).compose(_ -> describe(call, model, 200));
    }

    private Future<Reply> log(Call call, Model model) {
        int lines = call.number(LINES);
        Path file = house.logOf().apply(model.id());
        return call.aside(
                () -> Reply.json(200, EngineLog.lines(model.id(), LogTail.of(file, lines))));
    }

    /// Goes on with the model that the path names.
    private Future<Reply> withModel(Call call, Function<Model, Future<Reply>> then) {
        String name = call.name("id");
        return switch (models.find(name)) {
            case Resolution.Local(var model) -> then.apply(model);
            case Resolution.Unknown(var unknown, var nearest) ->
                    refuse(ApiErrors.modelNotFound(unknown, nearest));
            case Resolution.Unnamed(var known) -> refuse(ApiErrors.modelNotFound(name, known));
        };
    }

    private static Future<Reply> refuse(ErrorAnswer why) {
        return Future.succeededFuture(new Reply.Refused(why));
    }
}
