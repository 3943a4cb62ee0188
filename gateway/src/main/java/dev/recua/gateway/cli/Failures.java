package dev.recua.gateway.cli;

import dev.recua.client.ApiException;
import dev.recua.client.GatewayUnreachable;
import dev.recua.client.RecuaException;
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
            case GatewayUnreachable _ -> ExitCode.NO_GATEWAY;
            case ApiException e when e.error().is("model_not_found") || e.error().is("not_found") ->
                    ExitCode.NOT_FOUND;
            case ApiException e when e.error().is("engine_missing") -> ExitCode.NO_ENGINE;
            case InterruptedException _, CancellationException _ -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
    }

    /// What to print; empty when the user knows, as after Ctrl-C.
    static String message(Throwable failure) {
        return switch (failure) {
            case InterruptedException _, CancellationException _ -> "";
            case ApiException e when e.error().is("invalid_api_key") ->
                    e.error().message() + System.lineSeparator() + "  " + ABOUT_THE_KEY;
            case ApiException e when e.error().is("model_not_found") ->
                    noSuchModel(e, "`recua ls` lists the models.");
            case ApiException e -> ofServer(e);
            case CommandFailed e -> words(e);
            case RecuaException e -> words(e);
            default ->
                    "Something unexpected happened: %s: %s. RECUA_LOG_LEVEL=debug shows where."
                            .formatted(failure.getClass().getSimpleName(), words(failure));
        };
    }

    /// That no model has that name, with the names that are near, else where to find them: the
    /// server's own hint is for programs.
    ///
    /// @param where to find the names
    static String noSuchModel(ApiException failure, String where) {
        List<String> nearest = failure.error().nearest();
        return failure.error().message()
                + System.lineSeparator()
                + "  "
                + (nearest.isEmpty() ? where : didYouMean(nearest));
    }

    private static String didYouMean(List<String> nearest) {
        return "Did you mean: " + String.join(", ", nearest) + "?";
    }

    /// The server's message, its hint, and the names that it says are near, unless the message
    /// names them already.
    private static String ofServer(ApiException failure) {
        var text = new StringBuilder(failure.error().message());
        @Nullable String hint = failure.error().hint();
        if (hint != null && !failure.error().message().contains(hint)) {
            text.append(System.lineSeparator()).append("  ").append(hint);
        }
        List<String> nearest = failure.error().nearest();
        if (!nearest.isEmpty() && !nearest.stream().allMatch(it -> text.indexOf(it) >= 0)) {
            text.append(System.lineSeparator()).append("  ").append(didYouMean(nearest));
        }
        return text.toString();
    }

    private static String words(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
