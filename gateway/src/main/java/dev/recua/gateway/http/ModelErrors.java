package dev.recua.gateway.http;

import dev.recua.gateway.fleet.Departure;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.gateway.scheduling.Refusal;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.Model;

/// Why a model does not answer: the request may not run, the model cannot be loaded, or its engine
/// died.
public final class ModelErrors {
    private static final int LONGEST_RETRY = 60;

    private ModelErrors() {}

    /// The scheduler said no.
    public static ErrorAnswer refused(Refusal why) {
        return switch (why) {
            case Refusal.WaitTimeout late -> waitTimeout(late);
            case Refusal.LoadFailed failed -> loadFailed(failed.model().value(), failed.failure());
            case Refusal.QueueFull full -> queueFull(full);
            case Refusal.NotLoaded(var model) -> notLoaded(model.value());
            case Refusal.Stopped(var model) ->
                    model.map(id -> unloadedByForce(id.value())).orElseGet(ModelErrors::stopped);
            case Refusal.ShuttingDown _ -> shuttingDown();
        };
    }

    /// Somebody cancelled this request by its id.
    public static ErrorAnswer cancelled() {
        return ErrorCode.STOPPED
                .says("The request was cancelled by hand.", "Send it again if it is still wanted.")
                .notAgain();
    }

    public static ErrorAnswer shuttingDown() {
        return ErrorCode.SHUTTING_DOWN
                .says("The gateway is stopping.", "Try again when it has been started again.")
                .after(5);
    }

    public static ErrorAnswer loadFailed(String model, LoadFailure failure) {
        ErrorCode code =
                switch (failure.kind()) {
                    case FAILED -> ErrorCode.MODEL_LOAD_FAILED;
                    case TIMEOUT -> ErrorCode.MODEL_LOAD_TIMEOUT;
                    case ENGINE_MISSING -> ErrorCode.ENGINE_MISSING;
                };
        return code.says(
                        model + " could not be loaded: " + failure.message(),
                        whenAgain(model, failure))
                .with(ErrorDetails.ofEnd(failure.cause(), failure.exitCode(), failure.log()))
                .notAgain();
    }

    private static String whenAgain(String model, LoadFailure failure) {
        if (failure.lasting())
            return "It is tried again once its file, its settings or the engine change.";
        String later =
                "A request "
                        + Schedule.KnownFailure.REST.toSeconds()
                        + " s after the failure tries again";
        return failure.cause().equals("file_not_found")
                ? "Bring the file back first. " + later + "."
                : later + "; 'recua load " + model + "' does so at once.";
    }

    /// A model whose file cannot be used.
    public static ErrorAnswer brokenFile(Model model) {
        String problem = model.problem().orElseThrow();
        return loadFailed(model.id().value(), LoadFailure.lasting("bad_file", problem));
    }

    /// The engine died while it worked on this request, and a fresh one did not help or could not
    /// be tried because the answer had begun.
    ///
    /// @param seen what the connection showed, for an engine that is still there
    public static ErrorAnswer engineCrashed(
            String model, Departure departure, String seen, boolean twice) {
        var details = ErrorDetails.ofEnd(departure.how(), departure.exitCode(), departure.log());
        details.put("seen", seen);
        String happened = departure.gone() ? " died" : " broke off";
        String when = twice ? " twice on this request: " : " during the answer: ";
        return ErrorCode.ENGINE_CRASHED
                .says(
                        "The engine of " + model + happened + when + departure.how() + ".",
                        "The log lines say why. It is restarted by itself, after a short wait."
                                + " Other requests for this model wait for that.")
                .with(details)
                .notAgain();
    }

    /// An engine answered with what is no answer.
    public static ErrorAnswer engineSaidNothing(String model) {
        return ErrorCode.ENGINE_CRASHED
                .says(
                        "The engine of " + model + " gave an answer that is no JSON.",
                        "GET /api/models/" + model + "/log shows what it said.")
                .notAgain();
    }

    private static ErrorAnswer waitTimeout(Refusal.WaitTimeout late) {
        return ErrorCode.WAIT_TIMEOUT
                .says(
                        "%s was not free within %d s; %d requests were ahead."
                                .formatted(
                                        late.model().value(),
                                        late.waited().toSeconds(),
                                        late.ahead()),
                        "Try again later, or raise queue.max-wait in config.yaml.")
                .after(10);
    }

    /// Retry when the oldest would have been served, as far as one can tell.
    private static ErrorAnswer queueFull(Refusal.QueueFull full) {
        long oldest = full.oldest().toSeconds();
        long later = Math.clamp(oldest, 1, LONGEST_RETRY);
        return ErrorCode.QUEUE_FULL
                .says(
                        "The queue of %s is full: %d waiting, %d running, the oldest has waited %d s."
                                .formatted(
                                        full.model().value(),
                                        full.waiting(),
                                        full.running(),
                                        oldest),
                        "Try again in "
                                + later
                                + " s, send fewer requests at once, or raise queue.max-waiting in config.yaml.")
                .after(later);
    }

    private static ErrorAnswer notLoaded(String model) {
        return ErrorCode.MODEL_NOT_LOADED
                .says(
                        model + " is not loaded, and this request may not load it.",
                        "Load it first: send it a chat request, or run 'recua load " + model + "'.")
                .notAgain();
    }

    private static ErrorAnswer stopped() {
        return ErrorCode.STOPPED
                .says(
                        "Serving models was stopped by hand.",
                        "POST /api/swap/start starts it again.")
                .after(30);
    }

    private static ErrorAnswer unloadedByForce(String model) {
        return ErrorCode.STOPPED
                .says(
                        model + " was unloaded by force while this request waited or ran.",
                        "Send it again if it is still wanted; that loads the model again.")
                .notAgain();
    }
}
