package dev.recua.gateway.admin;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.fleet.EngineOutcome;
import dev.recua.gateway.fleet.EngineRoom;
import dev.recua.gateway.http.ApiErrors;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Door;
import dev.recua.gateway.http.ErrorAnswer;
import dev.recua.gateway.http.PathNames;
import dev.recua.gateway.http.Visitor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The paths of the engines, which [EngineRoom] keeps:
///
/// | route | answer |
/// |---|---|
/// | `GET /api/engines` | `{"engines":[…]}` |
/// | `POST /api/engines` | the engine when it is installed; with `?wait=false` 202 at once |
/// | `POST /api/engines/{id}/use` | the engine, with a `note` when the choice has no effect |
/// | `DELETE /api/engines/{id}` | the engine that was removed |
///
/// Lives on the event loop; what blocks runs on worker threads, an install on a thread of its own.
public final class EngineRoutes implements Door {
    private static final String ENGINES = "/api/engines";
    private static final String USE = "/use";
    private static final String JSON = "application/json; charset=utf-8";

    private final EngineRoom room;

    public EngineRoutes(EngineRoom room) {
        this.room = room;
    }

    @Override
    public boolean owns(String path) {
        return path.equals(ENGINES) || path.startsWith(ENGINES + "/");
    }

    @Override
    public void answer(HttpServerRequest request, Visitor visitor, String path) {
        String rest = path.substring(ENGINES.length());
        String method = request.method().name();
        boolean order = method.equals("POST") || method.equals("DELETE");
        if (order && !saysJson(request)) {
            refuse(request, visitor, ApiErrors.jsonTypeNeeded(method));
        } else if (rest.length() <= 1) {
            ofAll(request, visitor, path);
        } else if (rest.endsWith(USE) && rest.length() > USE.length() + 1) {
            String id = PathNames.decode(rest.substring(1, rest.length() - USE.length()));
            if (!method.equals("POST")) wrongMethod(request, visitor, path, List.of("POST"));
            else carryOut(request, visitor, () -> room.use(id));
        } else {
            String id = PathNames.decode(rest.substring(1));
            if (!method.equals("DELETE")) wrongMethod(request, visitor, path, List.of("DELETE"));
            else carryOut(request, visitor, () -> room.remove(id));
        }
    }

    private void ofAll(HttpServerRequest request, Visitor visitor, String path) {
        switch (request.method().name()) {
            case "GET", "HEAD" -> gather(request, visitor);
            case "POST" -> install(request, visitor);
            default -> wrongMethod(request, visitor, path, List.of("GET", "HEAD", "POST"));
        }
    }

    /// `GET /api/engines`.
    EngineInfos all() throws InterruptedException {
        return room.list();
    }

    private void gather(HttpServerRequest request, Visitor visitor) {
        loop().executeBlocking(this::all, false)
                .onSuccess(infos -> say(request, visitor, 200, infos))
                .onFailure(bug -> visitor.failed(request, Dialect.OPENAI, bug));
    }

    private void install(HttpServerRequest request, Visitor visitor) {
        SmallBody.of(request)
                .onSuccess(body -> install(request, visitor, body))
                .onFailure(gone -> visitor.failed(request, Dialect.OPENAI, gone));
    }

    private void install(HttpServerRequest request, Visitor visitor, SmallBody.Read body) {
        switch (body) {
            case SmallBody.Refused(var error) -> refuse(request, visitor, error);
            case SmallBody.Json(var json) -> {
                var wish =
                        new EngineInstall(text(json.path("version")), text(json.path("variant")));
                var outcome = room.install(wish, _ -> {});
                if ("false".equals(request.getParam("wait")) && !outcome.isDone()) {
                    say(request, visitor, 202, new EngineInfos(List.of(), room.installing(), null));
                } else {
                    Future.fromCompletionStage(outcome, loop())
                            .onSuccess(done -> say(request, visitor, done))
                            .onFailure(bug -> visitor.failed(request, Dialect.OPENAI, bug));
                }
            }
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asString("");
    }

    private void carryOut(
            HttpServerRequest request, Visitor visitor, Callable<EngineOutcome> order) {
        loop().executeBlocking(order, false)
                .onSuccess(outcome -> say(request, visitor, outcome))
                .onFailure(bug -> visitor.failed(request, Dialect.OPENAI, bug));
    }

    private static void say(HttpServerRequest request, Visitor visitor, EngineOutcome outcome) {
        switch (outcome) {
            case EngineOutcome.Done(EngineInfo engine) -> say(request, visitor, 200, engine);
            case EngineOutcome.Refused(var why) -> refuse(request, visitor, ApiErrors.engines(why));
        }
    }

    private static void say(HttpServerRequest request, Visitor visitor, int status, Object answer) {
        visitor.answer(request, status, JSON, WireJson.mapper().writeValueAsString(answer));
    }

    private static void refuse(HttpServerRequest request, Visitor visitor, ErrorAnswer error) {
        visitor.refuse(request, Dialect.OPENAI, error);
    }

    private static void wrongMethod(
            HttpServerRequest request, Visitor visitor, String path, List<String> allowed) {
        refuse(request, visitor, ApiErrors.wrongMethod(request.method().name(), path, allowed));
    }

    private static boolean saysJson(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Content-Type"))
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter("application/json"::equals)
                .isPresent();
    }

    private static Context loop() {
        return Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
    }
}
