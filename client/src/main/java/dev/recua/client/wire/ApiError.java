package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What went wrong, in the server's words: the `error` of an error answer or of an error event.
///
/// @param message for a person
/// @param type a class of errors, such as `invalid_request_error`
/// @param param the field of the request that is to blame; mostly null
/// @param code for a program, such as `model_not_found`; an engine sends its HTTP status here,
///     which is kept as text
/// @param hint what to do next
/// @param details facts that belong to the code, such as `nearest` names
@WireRecord
public record ApiError(
        String message,
        @Nullable String type,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String param,
        @Nullable String code,
        @Nullable String hint,
        @Nullable JsonNode details) {
    public ApiError {
        message = Absent.or(message, "the server gave no message");
        details = details == null || details.isNull() ? null : details;
    }

    /// Names that are close to the one that was asked for; empty when the server sent none.
    public List<String> nearest() {
        List<String> names = new ArrayList<>();
        if (details != null) {
            for (JsonNode name : details.path("nearest")) {
                names.add(name.asString(""));
            }
        }
        return List.copyOf(names);
    }

    /// Whether this error has the code `expected`.
    public boolean is(String expected) {
        return expected.equals(code);
    }

    /// An error as it stands in a body or an event: `{"error":{…}}`.
    @WireRecord
    public record Body(@Nullable ApiError error) {}
}
