package dev.recua.gateway.http;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.fleet.EngineRefusal;
import dev.recua.models.naming.NearestNames;
import dev.recua.supervisor.engine.install.InstallResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why an order about engines was not carried out.
public final class EngineErrors {
    private static final int NEAREST = 3;

    private EngineErrors() {}

    public static ErrorAnswer of(EngineRefusal why) {
        return switch (why) {
            case EngineRefusal.NoSuchEngine none -> noSuchEngine(none);
            case EngineRefusal.Ambiguous(var name, var meant) ->
                    ErrorCode.INVALID_REQUEST.says(
                            "'" + name + "' may mean " + meant.size() + " engines.",
                            "Name one of: " + String.join(", ", meant));
            case EngineRefusal.NotOurs(var name, var path) ->
                    ErrorCode.NOT_FOUND.says(
                            "'" + name + "' is no engine that Recua installed: it is " + path + ".",
                            "Recua neither chooses nor removes it; `recua engine use` chooses an"
                                    + " installed one.");
            case EngineRefusal.DoesNotRun(var id, var reason) ->
                    ErrorCode.INVALID_REQUEST.says(
                            id + " does not run here: " + reason,
                            "Remove it with `recua engine rm " + id + "` and install another.");
            case EngineRefusal.InUse(var id, var models) ->
                    ErrorCode.IN_USE
                            .says(
                                    id + " is in use by " + String.join(", ", models) + ".",
                                    "Unload that first, or wait until it is idle.")
                            .notAgain();
            case EngineRefusal.Installing(var id) ->
                    ErrorCode.IN_USE
                            .says(
                                    id + " was not removed, because an engine is being installed.",
                                    "Try again when that is done.")
                            .notAgain();
            case EngineRefusal.WrongVersion(var text) ->
                    ErrorCode.INVALID_REQUEST.says(
                            "'" + text + "' is no version of an engine.",
                            "Write it like 0.7.0 or b11669; without one the newest is installed.");
            case EngineRefusal.WrongVariant(var text, var target, var variants) ->
                    ErrorCode.INVALID_REQUEST.says(
                            "There is no variant '" + text + "' for " + target + ".",
                            "There are: " + String.join(", ", variants) + ".");
            case EngineRefusal.NotInstalled(var result) -> notInstalled(result);
            case EngineRefusal.NoEngine(var message) -> missing(message, null);
            case EngineRefusal.Failed(var what) ->
                    ErrorCode.INTERNAL.says(
                            "Nothing was done: " + what + ".",
                            "Look at the rights and the free space of that folder.");
        };
    }

    /// There is no engine whose command could be written down.
    public static ErrorAnswer nothingToExport() {
        return missing(
                "There is no llama-server that the models could be started with.",
                "Install llama.cpp, or run 'recua engine install'; then write the file.");
    }

    private static ErrorAnswer noSuchEngine(EngineRefusal.NoSuchEngine none) {
        List<String> installed = none.installed();
        return ErrorCode.NOT_FOUND
                .says(
                        "There is no installed engine '" + none.name() + "'.",
                        installed.isEmpty()
                                ? "None is installed; `recua engine install` installs one."
                                : "Installed: " + String.join(", ", installed) + ".")
                .with(ErrorDetails.of("nearest", NearestNames.of(none.name(), installed, NEAREST)));
    }

    private static ErrorAnswer notInstalled(InstallResult.NotInstalled result) {
        return switch (result.why()) {
            case NO_SUCH_VERSION ->
                    ErrorCode.NOT_FOUND
                            .says(result.reasons(), result.advice())
                            .with(ErrorDetails.of("there", result.there()));
            case OFFLINE -> {
                var details = WireJson.mapper().createObjectNode();
                details.put("offline", true);
                yield missing(result.reasons(), result.advice()).with(details);
            }
            case NO_PLATFORM, FAILED -> missing(result.reasons(), result.advice());
        };
    }

    private static ErrorAnswer missing(String message, @Nullable String hint) {
        return ErrorCode.ENGINE_MISSING.says(message, hint).notAgain();
    }
}
