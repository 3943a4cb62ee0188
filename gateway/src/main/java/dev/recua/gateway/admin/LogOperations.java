package dev.recua.gateway.admin;

import dev.recua.client.admin.LogLine;
import dev.recua.client.admin.LogLines;
import dev.recua.gateway.events.EventStreams;
import dev.recua.gateway.events.LogFilter;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.routing.Resolution;
import dev.recua.models.catalogue.Model;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What was said, by the gateway and by the engines: the last lines from the files, and each new
/// one
/// as it is written. Files are read on worker threads.
public final class LogOperations {
    private static final Parameter.Word SOURCE =
            new Parameter.Word("source", "Whose lines: `gateway`, or any name of a model");
    private static final Parameter.Choice LEVEL =
            new Parameter.Choice(
                    "level", LogFilter.LEVELS, "The least level; all lines when it is left out");

    /// As many as are looked through for those that are wanted.
    private static final int LOOKED_THROUGH = ModelOperations.LINES.most();

    private final AdminModels models;
    private final House house;
    private final EventStreams streams;

    private LogOperations(AdminModels models, House house, EventStreams streams) {
        this.models = models;
        this.house = house;
        this.streams = streams;
    }

    /// The operations, for the table of the API.
    public static List<Operation> of(AdminModels models, House house, EventStreams streams) {
        return new LogOperations(models, house, streams).all();
    }

    private List<Operation> all() {
        return List.of(
                Operation.get(
                                "/api/logs",
                                "logs",
                                "The last lines of the gateway's log, or of a model's engine")
                        .query(SOURCE)
                        .query(LEVEL)
                        .query(ModelOperations.LINES)
                        .answers(200, LogLines.class)
                        .refuses(404)
                        .by(call -> withSource(call, source -> last(call, source))),
                Operation.get(
                                "/api/logs/stream",
                                "logStream",
                                "Each new line of the gateway and of all engines, as server-sent events")
                        .query(SOURCE)
                        .query(LEVEL)
                        .answersStream()
                        .refuses(404, 429)
                        .by(call -> withSource(call, source -> stream(call, source))));
    }

    private Future<Reply> last(Call call, Optional<Model> source) {
        int lines = call.number(ModelOperations.LINES);
        var filter = new LogFilter(Optional.empty(), call.text(LEVEL));
        int read = filter.level().isPresent() ? LOOKED_THROUGH : lines;
        return call.aside(
                () -> {
                    List<LogLine> wanted =
                            read(source, read).stream().filter(filter::wants).toList();
                    int first = Math.max(0, wanted.size() - lines);
                    return Reply.json(200, new LogLines(wanted.subList(first, wanted.size())));
                });
    }

    private List<LogLine> read(Optional<Model> source, int lines) {
        return source.map(
                        model ->
                                EngineLog.lines(
                                                model.id(),
                                                LogTail.of(house.logOf().apply(model.id()), lines))
                                        .lines())
                .orElseGet(() -> GatewayLog.last(house.gatewayLog(), lines, LOOKED_THROUGH));
    }

    private Future<Reply> stream(Call call, Optional<Model> source) {
        Optional<String> whose =
                source.map(model -> model.id().value()).or(() -> call.text(SOURCE));
        var filter = new LogFilter(whose, call.text(LEVEL));
        return Future.succeededFuture(
                new Reply.Streamed((request, visitor) -> streams.logs(request, visitor, filter)));
    }

    /// Goes on with the model that is meant, or with none when the gateway is, or nobody in
    /// particular.
    private Future<Reply> withSource(Call call, Function<Optional<Model>, Future<Reply>> then) {
        Optional<String> name = call.text(SOURCE).filter(it -> !it.equals(LogFilter.GATEWAY));
        if (name.isEmpty()) return then.apply(Optional.empty());
        return switch (models.find(name.get())) {
            case Resolution.Local(var model) -> then.apply(Optional.of(model));
            case Resolution.Unknown(var unknown, var nearest) ->
                    refuse(new Reply.Refused(ApiErrors.modelNotFound(unknown, nearest)));
            case Resolution.Unnamed(var known) ->
                    refuse(new Reply.Refused(ApiErrors.modelNotFound(name.get(), known)));
        };
    }

    private static Future<Reply> refuse(Reply refusal) {
        return Future.succeededFuture(refusal);
    }
}
