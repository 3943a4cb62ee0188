package dev.recua.gateway.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong with a request itself: who asks, what, for which model, with which body. Beside it
/// stand [ModelErrors] (waiting, loading, dying), [OrderErrors] (the gateway's own API) and
/// [EngineErrors] (installing and choosing engines).
public final class ApiErrors {
    private static final String AN_OBJECT =
            "Send a JSON object, such as {\"model\": …, \"messages\": […]}.";

    private ApiErrors() {}

    public static ErrorAnswer malformedJson(long offset, String why) {
        return ErrorCode.INVALID_JSON.says(
                "The request body is not valid JSON: " + why + " at byte " + offset + ".",
                AN_OBJECT);
    }

    public static ErrorAnswer notAnObject() {
        return ErrorCode.INVALID_REQUEST.says(
                "The request body is JSON, but not an object.", AN_OBJECT);
    }

    /// The request names no model, and nothing tells which is meant.
    public static ErrorAnswer modelRequired(List<String> known) {
        String there = known.isEmpty() ? "there is none." : "there are " + known.size() + ".";
        return ErrorCode.MODEL_REQUIRED
                .says(
                        "The request names no model, and " + there,
                        known.isEmpty()
                                ? "Put a .gguf file into a model folder; see docs/tutorial."
                                : "Set \"model\" to one of: " + String.join(", ", firstFew(known)))
                .with(ErrorDetails.of("known", known));
    }

    public static ErrorAnswer modelNotFound(String name, List<String> nearest) {
        return ErrorCode.MODEL_NOT_FOUND
                .says(
                        "There is no model '" + name + "'.",
                        nearest.isEmpty()
                                ? "GET /v1/models lists what there is."
                                : "Did you mean " + String.join(" or ", nearest) + "?")
                .with(ErrorDetails.of("nearest", nearest));
    }

    /// The request names no model, and `default-model` one that is not there.
    public static ErrorAnswer defaultNotFound(String name, List<String> nearest) {
        return ErrorCode.MODEL_NOT_FOUND
                .says(
                        "The request names no model, and there is no '"
                                + name
                                + "', which default-model names.",
                        "Correct default-model in config.yaml, or name a model in the request.")
                .with(ErrorDetails.of("nearest", nearest));
    }

    /// No such path, or a wrong method on a model route.
    public static ErrorAnswer notFound(String method, String path) {
        return ErrorCode.NOT_FOUND.says(
                "There is no " + method + " " + path + ".",
                path.contains("/messages")
                        ? "The base URL for Anthropic's clients has no /v1; docs/reference/http.md lists the routes."
                        : "The OpenAI base URL ends in /v1; docs/reference/http.md lists the routes.");
    }

    public static ErrorAnswer tooLarge(long limit) {
        return ErrorCode.REQUEST_TOO_LARGE.says(
                "The request body is larger than the limit of " + limit + " bytes.",
                "Send less, or raise max-body in config.yaml.");
    }

    /// A request line that no client of ours needs.
    public static ErrorAnswer addressTooLong(int limit) {
        return ErrorCode.REQUEST_TOO_LARGE.says(
                "The address is longer than the limit of " + limit + " bytes.",
                "Send what is long in the body of a POST.");
    }

    /// Headers that no client of ours needs.
    public static ErrorAnswer headersTooLong(int limit) {
        return ErrorCode.REQUEST_TOO_LARGE.says(
                "The headers are larger than the limit of " + limit + " bytes.",
                "Look for a header that grows, such as a cookie.");
    }

    /// What came cannot be read as a request.
    ///
    /// @param why what the reader said, if it said anything
    public static ErrorAnswer noRequest(@Nullable Throwable why) {
        @Nullable String said = why == null ? null : why.getMessage();
        String reason = said == null ? "its form is wrong" : said;
        return ErrorCode.INVALID_REQUEST.says(
                "This cannot be read as a request of HTTP/1: " + reason + ".",
                "Look at the client, and at proxies on the way; https:// is not spoken here.");
    }

    /// Our disk did not hold the body.
    public static ErrorAnswer storageFailed(String why) {
        return ErrorCode.INTERNAL.says(
                "The request body could not be kept until the model is ready: " + why + ".",
                "Free space in Recua's tmp folder, or send a smaller body.");
    }

    public static ErrorAnswer invalidKey() {
        return ErrorCode.INVALID_API_KEY.says(
                "The API key is missing or wrong.",
                "Send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.");
    }

    public static ErrorAnswer foreignHost(String host) {
        return ErrorCode.FORBIDDEN_HOST.says(
                "This gateway is not reached as '" + host + "'.",
                "If that is its name, add it to allowed-hosts in config.yaml.");
    }

    /// A page that may not call this path.
    ///
    /// @param modelRoute whether the path is one that other pages may be allowed to call
    public static ErrorAnswer foreignOrigin(String origin, boolean modelRoute) {
        return ErrorCode.FORBIDDEN_ORIGIN.says(
                "Pages from '" + origin + "' may not call this gateway.",
                modelRoute
                        ? "If you trust that page, add it to allowed-origins in config.yaml."
                        : "This path answers the gateway's own pages only; allowed-origins opens the"
                                + " model routes.");
    }

    /// A bug of ours.
    public static ErrorAnswer internal(String requestId) {
        return ErrorCode.INTERNAL.says(
                "Something went wrong inside Recua (request " + requestId + ").",
                "The gateway's log says what; please report it.");
    }

    private static List<String> firstFew(List<String> names) {
        if (names.size() <= 5) return names;
        var few = new ArrayList<>(names.subList(0, 5));
        few.add("…");
        return few;
    }
}
