package dev.recua.testkit.fault;

import static dev.recua.testkit.fault.Bodies.engineError;
import static dev.recua.testkit.fault.Bodies.openAiError;
import static dev.recua.testkit.fault.Bodies.page;
import static dev.recua.testkit.fault.Bodies.recuaError;

import java.util.HashMap;
import java.util.Map;

/// Answers that are none: error statuses in the words of llama.cpp (as captured from 0.7.0), Recua,
/// OpenAI, Ollama, OpenRouter, FastAPI and of proxies.
final class Refusals {
    static final String OVERFLOW =
            "{\"error\":{\"code\":400,\"message\":\"request (3010 tokens) exceeds the available context size (1024 tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":3010,\"n_ctx\":1024}}";

    static final String ENGINE_CRASHED =
            recuaError(
                    "engine_crashed",
                    "server_error",
                    "The engine of qwen3:8b died: exit 137 (SIGKILL).",
                    "Look at its log; it is restarted by itself.",
                    "{\"cause\":\"exit 137 (SIGKILL)\"}");

    private Refusals() {}

    static Map<String, Script> scripts() {
        Map<String, Script> scripts = new HashMap<>();
        scripts.putAll(keys());
        scripts.putAll(notFound());
        scripts.putAll(tooMuch());
        scripts.putAll(wrong());
        scripts.putAll(busy());
        scripts.putAll(failed());
        return scripts;
    }

    private static Map<String, Script> keys() {
        return Map.of(
                "401",
                json(
                        "401 Unauthorized",
                        engineError(401, "authentication_error", "Invalid API Key")),
                "401-recua",
                json(
                        "401 Unauthorized",
                        recuaError(
                                "invalid_api_key",
                                "authentication_error",
                                "The API key is missing or not the one that is set.",
                                "Send it as Authorization: Bearer KEY or x-api-key.",
                                "null")),
                "403",
                json("403 Forbidden", engineError(403, "permission_error", "Access denied")),
                "403-moderation",
                json(
                        "403 Forbidden",
                        "{\"error\":{\"code\":403,\"message\":\"Your chosen model requires moderation and your input was flagged\",\"metadata\":{\"reasons\":[\"violence\"],\"flagged_input\":\"x\",\"provider_name\":\"P\"}}}"),
                "403-feature-disabled",
                json(
                        "403 Forbidden",
                        "{\"error\":{\"message\":\"this feature is disabled\",\"type\":\"feature_disabled\"}}"),
                "402-credits",
                json(
                        "402 Payment Required",
                        "{\"error\":{\"code\":402,\"message\":\"Insufficient credits. Add more and retry.\"}}"));
    }

    private static Map<String, Script> notFound() {
        return Map.of(
                "404-route",
                json("404 Not Found", engineError(404, "not_found_error", "File Not Found")),
                "404-route-html",
                html("404 Not Found"),
                "404-model",
                json(
                        "404 Not Found",
                        recuaError(
                                "model_not_found",
                                "invalid_request_error",
                                "There is no model 'qwen3:9b'.",
                                "Did you mean qwen3:8b?",
                                "{\"nearest\":[\"qwen3:8b\"]}")),
                "404-model-ollama",
                json(
                        "404 Not Found",
                        "{\"error\":\"model \\\"qwen3:9b\\\" not found, try pulling it first\"}"),
                "404-model-openai",
                json(
                        "404 Not Found",
                        openAiError(
                                "model_not_found",
                                "invalid_request_error",
                                "The model `gpt-9` does not exist or you do not have access to it.")),
                "400-model-router",
                json(
                        "400 Bad Request",
                        engineError(400, "invalid_request_error", "model 'qwen3' not found")),
                "405",
                json("405 Method Not Allowed", "{\"detail\":\"Method Not Allowed\"}"));
    }

    private static Map<String, Script> tooMuch() {
        return Map.of(
                "400-overflow",
                json("400 Bad Request", OVERFLOW),
                "400-overflow-openai",
                json(
                        "400 Bad Request",
                        openAiError(
                                "context_length_exceeded",
                                "invalid_request_error",
                                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce the length of the messages.")),
                "413-overflow",
                json("413 Payload Too Large", ""),
                "500-overflow",
                json(
                        "500 Internal Server Error",
                        engineError(500, "server_error", "Context size has been exceeded.")),
                "413-body-too-large",
                json(
                        "413 Payload Too Large",
                        recuaError(
                                "request_too_large",
                                "invalid_request_error",
                                "The body is larger than 128 MiB.",
                                "Send less, or raise max-body.",
                                "null")),
                "413-proxy",
                html("413 Request Entity Too Large"));
    }

    private static Map<String, Script> wrong() {
        return Map.of(
                "400-bad-json",
                json(
                        "400 Bad Request",
                        engineError(
                                400,
                                "invalid_request_error",
                                "[json.exception.parse_error.101] parse error at line 1, column 15: syntax error")),
                "422",
                json(
                        "422 Unprocessable Entity",
                        "{\"detail\":[{\"loc\":[\"body\",\"messages\",0,\"role\"],\"msg\":\"Field required\",\"type\":\"missing\"}]}"),
                "500-bad-role",
                json(
                        "500 Internal Server Error",
                        engineError(
                                500,
                                "server_error",
                                "Failed to parse messages: [json.exception.type_error.302] type must be string, but is number")),
                "409-not-loaded",
                refusing(
                        "409 Conflict",
                        recuaError(
                                "model_not_loaded",
                                "conflict_error",
                                "qwen3:8b is not loaded, and this request must not load it.",
                                "Load it first: recua load qwen3:8b.",
                                "null")),
                "501",
                json(
                        "501 Not Implemented",
                        engineError(
                                501, "not_supported_error", "This server does not support this")),
                "408",
                json("408 Request Timeout", ""),
                "redirect",
                it ->
                        it.answer(
                                "301 Moved Permanently",
                                Bodies.HTML
                                        + "Location: https://example.invalid/v1/chat/completions\r\n",
                                page("301 Moved Permanently")));
    }

    private static Map<String, Script> busy() {
        return Map.ofEntries(
                Map.entry("429", json("429 Too Many Requests", "")),
                Map.entry(
                        "429-retry-after",
                        after(
                                "429 Too Many Requests",
                                "7",
                                openAiError(
                                        "rate_limit_exceeded", "requests", "Rate limit reached."))),
                Map.entry(
                        "429-retry-after-date",
                        after(
                                "429 Too Many Requests",
                                "Fri, 20 Nov 2026 12:01:30 GMT\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT",
                                page("429 Too Many Requests"))),
                Map.entry(
                        "429-quota",
                        json(
                                "429 Too Many Requests",
                                openAiError(
                                        "insufficient_quota",
                                        "insufficient_quota",
                                        "You exceeded your current quota, please check your plan and billing details."))),
                Map.entry(
                        "429-queue-full",
                        after(
                                "429 Too Many Requests",
                                "12",
                                recuaError(
                                        "queue_full",
                                        "rate_limit_error",
                                        "The queue is full for qwen3:8b: 128 wait.",
                                        "Wait, or raise queue.max-waiting.",
                                        "null"))),
                Map.entry(
                        "503-busy",
                        json(
                                "503 Service Unavailable",
                                "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}")),
                Map.entry(
                        "503-wait-timeout",
                        after(
                                "503 Service Unavailable",
                                "3",
                                recuaError(
                                        "wait_timeout",
                                        "unavailable_error",
                                        "The request waited 10 minutes for its turn.",
                                        "Try later, or raise queue.max-wait.",
                                        "null"))),
                Map.entry(
                        "503-loading",
                        json(
                                "503 Service Unavailable",
                                engineError(503, "unavailable_error", "Loading model"))),
                Map.entry("503-html", html("503 Service Temporarily Unavailable")));
    }

    private static Map<String, Script> failed() {
        return Map.ofEntries(
                Map.entry(
                        "503-insufficient-memory",
                        refusing(
                                "503 Service Unavailable",
                                recuaError(
                                        "insufficient_memory",
                                        "unavailable_error",
                                        "qwen3:32b needs 21 GiB, 8 GiB are free.",
                                        "A smaller context or model needs less memory.",
                                        "{\"missing\":13958643712}"))),
                Map.entry(
                        "503-engine-missing",
                        refusing(
                                "503 Service Unavailable",
                                recuaError(
                                        "engine_missing",
                                        "unavailable_error",
                                        "No llama-server was found.",
                                        "Install llama.cpp, or set RECUA_ENGINE.",
                                        "null"))),
                Map.entry(
                        "500-json",
                        json(
                                "500 Internal Server Error",
                                engineError(500, "server_error", "Compute error."))),
                Map.entry("500-html", html("500 Internal Server Error")),
                Map.entry("500-empty", json("500 Internal Server Error", "")),
                Map.entry("502-engine-crashed", refusing("502 Bad Gateway", ENGINE_CRASHED)),
                Map.entry("502-proxy", html("502 Bad Gateway")),
                Map.entry("504-proxy", html("504 Gateway Time-out")),
                Map.entry(
                        "openrouter-502",
                        json(
                                "502 Bad Gateway",
                                "{\"error\":{\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"provider_name\":\"Some\",\"raw\":\"upstream broke\"}}}")),
                Map.entry(
                        "openrouter-error-in-200",
                        json(
                                "200 OK",
                                "{\"error\":{\"code\":429,\"message\":\"Provider returned error\",\"metadata\":{\"provider_name\":\"Some\",\"raw\":\"too many requests\"}}}")),
                Map.entry(
                        "ollama-500",
                        json(
                                "500 Internal Server Error",
                                "{\"error\":\"llama runner process has terminated: exit status 2\"}")));
    }

    private static Script json(String status, String body) {
        return it -> it.answer(status, Bodies.JSON, body);
    }

    private static Script refusing(String status, String body) {
        return it -> it.answer(status, Bodies.JSON + "x-should-retry: false\r\n", body);
    }

    private static Script after(String status, String wait, String body) {
        return it -> it.answer(status, Bodies.JSON + "Retry-After: " + wait + "\r\n", body);
    }

    private static Script html(String status) {
        return it -> it.answer(status, Bodies.HTML, page(status));
    }
}
