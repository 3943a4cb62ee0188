package dev.recua.gateway.cli;

import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ApiError;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// What a failure means for the user: the one place where an exception becomes an exit code and
/// words.
final class Failures {
    /// The gateway's own hint speaks of headers, which nobody types here.
    private static final String ABOUT_THE_KEY =
            "Put the one that the gateway's configuration has as `api-key` into RECUA_API_KEY.";

    private Failures() {}

    static ExitCode exitCode(Throwable failure) {
        return switch (failure) {
            case CommandFailed e -> e.exitCode();
            case LlmException e when Gateways.isAbsent(e) -> ExitCode.NO_GATEWAY;
            case LlmException e when says(e, "model_not_found") || says(e, "not_found") ->
                    ExitCode.NOT_FOUND;
            case LlmException e when says(e, "engine_missing") -> ExitCode.NO_ENGINE;
            case InterruptedException _, CancellationException _ -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
    }

    /// What to print; empty when the user knows, as after Ctrl-C.
    static String message(Throwable failure) {
        return switch (failure) {
            case InterruptedException _, CancellationException _ -> "";
            case LlmException e when says(e, "invalid_api_key") ->
                    said(e) + System.lineSeparator() + "  " + ABOUT_THE_KEY;
            case LlmException e when says(e, "model_not_found") ->
                    noSuchModel(e, "`recua ls` lists the models.");
            case LlmException e -> e.error().map(Failures::ofServer).orElseGet(() -> words(e));
            case CommandFailed e -> words(e);
            default ->
                    "Something unexpected happened: %s: %s. RECUA_LOG_LEVEL=debug shows where."
                            .formatted(failure.getClass().getSimpleName(), words(failure));
        };
    }

    /// That no model has that name, with the names that are near, else where to find them: the
    /// server's own hint is for programs.
    ///
    /// @param where to find the names
    static String noSuchModel(LlmException failure, String where) {
        List<String> nearest = failure.error().map(ApiError::nearest).orElse(List.of());
        return said(failure)
                + System.lineSeparator()
                + "  "
                + (nearest.isEmpty() ? where : didYouMean(nearest));
    }

    private static String didYouMean(List<String> nearest) {
        return "Did you mean: " + String.join(", ", nearest) + "?";
    }

    /// The server's message, its hint, and the names that it says are near, unless the message
    /// names them already.
    private static String ofServer(ApiError error) {
        var text = new StringBuilder(error.message());
        @Nullable String hint = error.hint();
        if (hint != null && !error.message().contains(hint)) {
            text.append(System.lineSeparator()).append("  ").append(hint);
        }
        List<String> nearest = error.nearest();
        if (!nearest.isEmpty() && !nearest.stream().allMatch(it -> text.indexOf(it) >= 0)) {
            text.append(System.lineSeparator()).append("  ").append(didYouMean(nearest));
        }
        return text.toString();
    }

    /// Whether a server answered with an error that has this code.
    static boolean says(LlmException failure, String code) {
        return failure.error().filter(it -> it.is(code)).isPresent();
    }

    private static String said(LlmException failure) {
        return failure.error().map(ApiError::message).orElseGet(() -> words(failure));
    }

    private static String words(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
