package dev.recua.supervisor.server;

import dev.recua.client.wire.ApiError;
import java.util.List;
import java.util.Locale;

/// An error as a program hands it on: with a code, a class, an HTTP status and localized text.
public interface AppError {
    /// For a program, such as `server_error-server_not_ready`. Never changes.
    String code();

    /// The class of errors it belongs to, such as `internal_server_error`.
    String type();

    /// The HTTP status that fits it, 400 to 599.
    int status();

    /// What the texts are filled with, in the order of their numbers.
    List<String> messageArgs();

    /// What happened, in this language; in English where there is no such text.
    String message(Locale locale);

    /// What to do next, in this language; in English where there is no such text.
    String next(Locale locale);

    /// The JSON body `{"error":{"message","type","param":null,"code","hint"}}` of an HTTP answer.
    default ApiError.Body body(Locale locale) {
        return new ApiError.Body(
                new ApiError(message(locale), type(), null, code(), next(locale), null));
    }
}
