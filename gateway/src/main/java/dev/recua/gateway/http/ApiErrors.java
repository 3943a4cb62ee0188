package dev.recua.gateway.http;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.fleet.Departure;
import dev.recua.gateway.fleet.EngineRefusal;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.gateway.scheduling.Refusal;
import dev.recua.models.catalogue.Model;
import dev.recua.models.naming.NearestNames;
import dev.recua.supervisor.engine.install.InstallResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Every refusal as the one answer that it becomes. The table of statuses, types and codes is
/// `docs/reference/errors.md`.
public final class ApiErrors {
    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final Map<String, String> DO_NOT_RETRY = Map.of("x-should-retry", "false");

    private ApiErrors() {}

    public static ErrorAnswer malformedJson(long offset, String why) {
        return plain(
                400,
                INVALID_REQUEST,
                "invalid_json",
                "The request body is not valid JSON: " + why + " at byte " + offset + ".",
                "Send a JSON object, such as {\"model\": …, \"messages\": […]}.");
    }

    public static ErrorAnswer notAnObject() {
        return plain(
                400,
                INVALID_REQUEST,
                "invalid_request",
                "The request body is JSON, but not an object.",
                "Send a JSON object, such as {\"model\": …, \"messages\": […]}.");
    }

    public static ErrorAnswer modelRequired(List<String> known) {
        String message =
                known.isEmpty()
                        ? "The request names no model, and there is none."
                        : "The request names no model, and there are " + known.size() + ".";
        return new ErrorAnswer(
                400,
                new ApiError(
                        message,
                        INVALID_REQUEST,
                        null,
                        "model_required",
                        known.isEmpty()
                                ? "Put a .gguf file into a model folder; see docs/tutorial."
                                : "Set \"model\" to one of: " + String.join(", ", firstFew(known)),
                        details("known", known)),
                Map.of());
    }

    public static ErrorAnswer modelNotFound(String name, List<String> nearest) {
        return new ErrorAnswer(
                404,
                new ApiError(
                        "There is no model '" + name + "'.",
                        INVALID_REQUEST,
                        null,
                        "model_not_found",
                        nearest.isEmpty()
                                ? "GET /v1/models lists what there is."
                                : "Did you mean " + String.join(" or ", nearest) + "?",
                        details("nearest", nearest)),
                Map.of());
    }

    public static ErrorAnswer notFound(String method, String path) {
        return plain(
                404,
                "not_found_error",
                "not_found",
                "There is no " + method + " " + path + ".",
                "The OpenAI base URL ends in /v1; docs/reference/http.md lists the routes.");
    }

    /// No request under way has this id.
    public static ErrorAnswer noLiveRequest(String id) {
        return plain(
                404,
                "not_found_error",
                "not_found",
                "No request with the id '" + id + "' is under way.",
                "GET /api/requests lists those that are, and the last that are over.");
    }

    /// A path that is there, for other methods.
    ///
    /// @param allowed the methods that there are
    public static ErrorAnswer methodNotAllowed(String method, String path, List<String> allowed) {
        String methods = String.join(", ", allowed);
        return new ErrorAnswer(
                405,
                new ApiError(
                        path + " cannot be asked with " + method + ".",
                        INVALID_REQUEST,
                        null,
                        "method_not_allowed",
                        "There is: " + methods + ".",
                        null),
                Map.of("Allow", methods));
    }

    public static ErrorAnswer tooLarge(long limit) {
        return plain(
                413,
                INVALID_REQUEST,
                "request_too_large",
                "The request body is larger than the limit of " + limit + " bytes.",
                "Send less, or raise max-body in config.yaml.");
    }

    public static ErrorAnswer storageFailed(String why) {
        return plain(
                500,
                "server_error",
                "internal",
                "The request body could not be kept until the model is ready: " + why + ".",
                "Free space in Recua's tmp folder, or send a smaller body.");
    }

    public static ErrorAnswer invalidKey() {
        return plain(
                401,
                "authentication_error",
                "invalid_api_key",
                "The API key is missing or wrong.",
                "Send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.");
    }

    public static ErrorAnswer foreignHost(String host) {
        return plain(
                403,
                "permission_error",
                "forbidden_host",
                "This gateway is not reached as '" + host + "'.",
                "If that is its name, add it to allowed-hosts in config.yaml.");
    }

    public static ErrorAnswer foreignOrigin(String origin) {
        return plain(
                403,
                "permission_error",
                "forbidden_origin",
                "Pages from '" + origin + "' may not call this gateway.",
                "If you trust that page, add it to allowed-origins in config.yaml.");
    }

    public static ErrorAnswer internal(String requestId) {
        return plain(
                500,
                "server_error",
                "internal",
                "Something went wrong inside Recua (request " + requestId + ").",
                "The gateway's log says what; please report it.");
    }

    public static ErrorAnswer refused(Refusal why) {
        return switch (why) {
            case Refusal.WaitTimeout late -> waitTimeout(late);
            case Refusal.LoadFailed failed -> loadFailed(failed.model().value(), failed.failure());
            case Refusal.QueueFull full -> queueFull(full);
            case Refusal.NotLoaded(var model) -> notLoaded(model.value());
            case Refusal.Stopped(var model) ->
                    model.map(id -> unloadedByForce(id.value())).orElseGet(ApiErrors::stopped);
            case Refusal.ShuttingDown _ -> shuttingDown();
        };
    }

    /// Somebody cancelled this request by its id.
    public static ErrorAnswer cancelled() {
        return new ErrorAnswer(
                503,
                new ApiError(
                        "The request was cancelled by hand.",
                        "unavailable_error",
                        null,
                        "stopped",
                        "Send it again if it is still wanted.",
                        null),
                DO_NOT_RETRY);
    }

    public static ErrorAnswer shuttingDown() {
        return new ErrorAnswer(
                503,
                new ApiError(
                        "The gateway is stopping.",
                        "unavailable_error",
                        null,
                        "shutting_down",
                        "Try again when it has been started again.",
                        null),
                Map.of("Retry-After", "5"));
    }

    private static ErrorAnswer waitTimeout(Refusal.WaitTimeout late) {
        return new ErrorAnswer(
                503,
                new ApiError(
                        late.model().value()
                                + " was not free within "
                                + late.waited().toSeconds()
                                + " s; "
                                + late.ahead()
                                + " requests were ahead.",
                        "unavailable_error",
                        null,
                        "wait_timeout",
                        "Try again later, or raise queue.max-wait in config.yaml.",
                        null),
                Map.of("Retry-After", "10"));
    }

    public static ErrorAnswer loadFailed(String model, LoadFailure failure) {
        String message = model + " could not be loaded: " + failure.message();
        return switch (failure.kind()) {
            case FAILED -> load(502, "server_error", "model_load_failed", message, failure);
            case TIMEOUT -> load(504, "server_error", "model_load_timeout", message, failure);
            case ENGINE_MISSING ->
                    load(503, "unavailable_error", "engine_missing", message, failure);
        };
    }

    /// The engine died while it worked on this request, and a fresh one did not help or could not
    /// be tried because the answer had begun.
    ///
    /// @param seen what the connection showed, for an engine that is still there
    public static ErrorAnswer engineCrashed(
            String model, Departure departure, String seen, boolean twice) {
        var details = WireJson.mapper().createObjectNode();
        details.put("cause", departure.how());
        details.put("seen", seen);
        departure.exitCode().ifPresent(code -> details.put("exitCode", code));
        addLog(details, departure.log());
        String happened = departure.gone() ? " died" : " broke off";
        String message =
                "The engine of "
                        + model
                        + happened
                        + (twice ? " twice on this request: " : " during the answer: ")
                        + departure.how()
                        + ".";
        return new ErrorAnswer(
                502,
                new ApiError(
                        message,
                        "server_error",
                        null,
                        "engine_crashed",
                        "The log lines say why. The next request starts a fresh engine.",
                        details),
                DO_NOT_RETRY);
    }

    private static ErrorAnswer load(
            int status, String type, String code, String message, LoadFailure failure) {
        var details = WireJson.mapper().createObjectNode();
        details.put("cause", failure.cause());
        failure.exitCode().ifPresent(exit -> details.put("exitCode", exit));
        addLog(details, failure.log());
        String hint =
                failure.lasting()
                        ? "It is tried again once its file, its settings or the engine change."
                        : "The next request tries again.";
        return new ErrorAnswer(
                status, new ApiError(message, type, null, code, hint, details), DO_NOT_RETRY);
    }

    /// The request names no model, and `default-model` one that is not there.
    public static ErrorAnswer defaultNotFound(String name, List<String> nearest) {
        return new ErrorAnswer(
                404,
                new ApiError(
                        "The request names no model, and there is no '"
                                + name
                                + "', which default-model names.",
                        INVALID_REQUEST,
                        null,
                        "model_not_found",
                        "Correct default-model in config.yaml, or name a model in the request.",
                        details("nearest", nearest)),
                Map.of());
    }

    private static ErrorAnswer plain(
            int status, String type, String code, String message, String hint) {
        return new ErrorAnswer(
                status, new ApiError(message, type, null, code, hint, null), Map.of());
    }

    private static ObjectNode details(String key, List<String> values) {
        var details = WireJson.mapper().createObjectNode();
        var array = details.putArray(key);
        values.forEach(array::add);
        return details;
    }

    private static void addLog(ObjectNode details, List<String> log) {
        var array = details.putArray("log");
        log.forEach(array::add);
    }

    private static List<String> firstFew(List<String> names) {
        if (names.size() <= 5) return names;
        var few = new ArrayList<>(names.subList(0, 5));
        few.add("…");
        return few;
    }

    /// An order to the gateway itself that is larger than any order is.
    public static ErrorAnswer orderTooLarge(long limit) {
        return plain(
                413,
                INVALID_REQUEST,
                "request_too_large",
                "The request body is larger than the " + limit + " bytes that this route reads.",
                "See docs/reference/admin-api.md for what it takes.");
    }

    /// A request that would change something and does not say that it is JSON.
    public static ErrorAnswer notSaidToBeJson(String method, String path) {
        return plain(
                400,
                INVALID_REQUEST,
                "invalid_request",
                method + " " + path + " came without the Content-Type application/json.",
                "Add the header 'Content-Type: application/json'; the body may be empty.");
    }

    /// A parameter of the query that means nothing.
    public static ErrorAnswer badParameter(String name, String text, String expected) {
        return blaming(
                name,
                plain(
                        400,
                        INVALID_REQUEST,
                        "invalid_request",
                        "The parameter " + name + " is '" + text + "'.",
                        "It must be " + expected + "."));
    }

    /// A field of a body that does not fit.
    ///
    /// @param what a sentence that goes on after its name, without the full stop
    public static ErrorAnswer badField(String name, String what) {
        return blaming(
                name,
                plain(
                        400,
                        INVALID_REQUEST,
                        "invalid_request",
                        "The field " + name + " " + what + ".",
                        "GET /openapi.json describes the body."));
    }

    /// A body whose values do not fit.
    public static ErrorAnswer badBody(String why) {
        return plain(
                400,
                INVALID_REQUEST,
                "invalid_request",
                "The request body cannot be used: " + why + ".",
                "GET /openapi.json describes the body.");
    }

    /// A body that is JSON, but no object.
    ///
    /// @param fields that it may have
    public static ErrorAnswer noObject(String fields) {
        return plain(
                400,
                INVALID_REQUEST,
                "invalid_request",
                "The request body is JSON, but not an object.",
                "Send a JSON object with the fields: " + fields + ".");
    }

    private static ErrorAnswer blaming(String param, ErrorAnswer error) {
        ApiError it = error.error();
        return new ErrorAnswer(
                error.status(),
                new ApiError(it.message(), it.type(), param, it.code(), it.hint(), it.details()),
                error.headers());
    }

    /// Retry when the oldest would have been served, as far as one can tell.
    private static ErrorAnswer queueFull(Refusal.QueueFull full) {
        long oldest = full.oldest().toSeconds();
        long later = Math.clamp(oldest, 1, 60);
        return new ErrorAnswer(
                429,
                new ApiError(
                        "The queue of %s is full: %d waiting, %d running, the oldest has waited %d s."
                                .formatted(
                                        full.model().value(),
                                        full.waiting(),
                                        full.running(),
                                        oldest),
                        "rate_limit_error",
                        null,
                        "queue_full",
                        "Try again in "
                                + later
                                + " s, send fewer requests at once, or raise queue.max-waiting in config.yaml.",
                        null),
                Map.of("Retry-After", Long.toString(later)));
    }

    private static ErrorAnswer notLoaded(String model) {
        return new ErrorAnswer(
                409,
                new ApiError(
                        model + " is not loaded, and this request may not load it.",
                        "conflict_error",
                        null,
                        "model_not_loaded",
                        "Load it first: send it a chat request, or run 'recua load " + model + "'.",
                        null),
                DO_NOT_RETRY);
    }

    private static ErrorAnswer stopped() {
        return new ErrorAnswer(
                503,
                new ApiError(
                        "Serving models was stopped by hand.",
                        "unavailable_error",
                        null,
                        "stopped",
                        "POST /api/swap/start starts it again.",
                        null),
                Map.of("Retry-After", "30"));
    }

    private static ErrorAnswer unloadedByForce(String model) {
        return new ErrorAnswer(
                503,
                new ApiError(
                        model + " was unloaded by force while this request waited or ran.",
                        "unavailable_error",
                        null,
                        "stopped",
                        "Send it again if it is still wanted; that loads the model again.",
                        null),
                DO_NOT_RETRY);
    }

    /// A model whose file cannot be used.
    public static ErrorAnswer brokenFile(Model model) {
        String problem = model.problem().orElseThrow();
        return loadFailed(
                model.id().value(),
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        problem,
                        "bad_file",
                        true,
                        OptionalInt.empty(),
                        List.of()));
    }

    /// There is no engine whose command could be written down.
    public static ErrorAnswer nothingToExport() {
        ErrorAnswer missing =
                plain(
                        503,
                        "unavailable_error",
                        "engine_missing",
                        "There is no llama-server that the models could be started with.",
                        "Install llama.cpp, or run 'recua engine install'; then write the file.");
        return new ErrorAnswer(missing.status(), missing.error(), DO_NOT_RETRY);
    }

    /// An engine answered with what is no answer.
    public static ErrorAnswer engineSaidNothing(String model) {
        ErrorAnswer broken =
                plain(
                        502,
                        "server_error",
                        "engine_crashed",
                        "The engine of " + model + " gave an answer that is no JSON.",
                        "GET /api/models/" + model + "/log shows what it said.");
        return new ErrorAnswer(broken.status(), broken.error(), DO_NOT_RETRY);
    }

    /// An order about engines that was not carried out.
    public static ErrorAnswer engines(EngineRefusal why) {
        return switch (why) {
            case EngineRefusal.NoSuchEngine none -> noSuchEngine(none);
            case EngineRefusal.Ambiguous(var name, var meant) ->
                    notUnderstood(
                            "'" + name + "' may mean " + meant.size() + " engines.",
                            "Name one of: " + String.join(", ", meant));
            case EngineRefusal.NotOurs(var name, var path) ->
                    noEngine(
                            "'" + name + "' is no engine that Recua installed: it is " + path + ".",
                            "Recua neither chooses nor removes it; `recua engine use` chooses an"
                                    + " installed one.",
                            null);
            case EngineRefusal.DoesNotRun(var id, var reason) ->
                    notUnderstood(
                            id + " does not run here: " + reason,
                            "Remove it with `recua engine rm " + id + "` and install another.");
            case EngineRefusal.InUse(var id, var models) ->
                    engineInUse(
                            id + " is in use by " + String.join(", ", models) + ".",
                            "Unload that first, or wait until it is idle.");
            case EngineRefusal.Installing(var id) ->
                    engineInUse(
                            id + " was not removed, because an engine is being installed.",
                            "Try again when that is done.");
            case EngineRefusal.WrongVersion(var text) ->
                    notUnderstood(
                            "'" + text + "' is no version of an engine.",
                            "Write it like 0.7.0 or b11669; without one the newest is installed.");
            case EngineRefusal.WrongVariant(var text, var target, var variants) ->
                    notUnderstood(
                            "There is no variant '" + text + "' for " + target + ".",
                            "There are: " + String.join(", ", variants) + ".");
            case EngineRefusal.NotInstalled(var result) -> notInstalled(result);
            case EngineRefusal.NoEngine(var message) -> engineMissing(message, null, null);
            case EngineRefusal.Failed(var what) ->
                    plain(
                            500,
                            "server_error",
                            "internal",
                            "Nothing was done: " + what + ".",
                            "Look at the rights and the free space of that folder.");
        };
    }

    private static ErrorAnswer notUnderstood(String why, String hint) {
        return plain(400, INVALID_REQUEST, "invalid_request", why, hint);
    }

    private static ErrorAnswer noSuchEngine(EngineRefusal.NoSuchEngine none) {
        List<String> installed = none.installed();
        return noEngine(
                "There is no installed engine '" + none.name() + "'.",
                installed.isEmpty()
                        ? "None is installed; `recua engine install` installs one."
                        : "Installed: " + String.join(", ", installed) + ".",
                details("nearest", NearestNames.of(none.name(), installed, 3)));
    }

    private static ErrorAnswer noEngine(String message, String hint, @Nullable ObjectNode details) {
        return new ErrorAnswer(
                404,
                new ApiError(message, "not_found_error", null, "not_found", hint, details),
                Map.of());
    }

    private static ErrorAnswer engineInUse(String message, String hint) {
        return new ErrorAnswer(
                409,
                new ApiError(message, "conflict_error", null, "in_use", hint, null),
                DO_NOT_RETRY);
    }

    private static ErrorAnswer notInstalled(InstallResult.NotInstalled result) {
        return switch (result.why()) {
            case NO_SUCH_VERSION ->
                    noEngine(result.reasons(), result.advice(), details("there", result.there()));
            case OFFLINE -> {
                var details = WireJson.mapper().createObjectNode();
                details.put("offline", true);
                yield engineMissing(result.reasons(), result.advice(), details);
            }
            case NO_PLATFORM, FAILED -> engineMissing(result.reasons(), result.advice(), null);
        };
    }

    private static ErrorAnswer engineMissing(
            String message, @Nullable String hint, @Nullable ObjectNode details) {
        return new ErrorAnswer(
                503,
                new ApiError(message, "unavailable_error", null, "engine_missing", hint, details),
                DO_NOT_RETRY);
    }
}
