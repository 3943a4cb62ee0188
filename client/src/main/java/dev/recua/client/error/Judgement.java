package dev.recua.client.error;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an answer that is none means: its kind, the next step, and whether it settles that sending
/// the same again is useless. Pure.
///
/// The order is: the word that the error has as its code or type, then what its sentence says, then
/// the status. So an overflow is one with 400, 413 or 500, a loading model is no overload, and a
/// wrong path is no missing model (X-11, X-12, W-26).
///
/// @param again false where it is useless; empty leaves it to the kind
record Judgement(ErrorType type, Next next, Optional<Boolean> again) {
    /// OpenAI's, llama.cpp's, Anthropic's and Recua's words; for the latter see
    /// docs/reference/errors.md.
    private static final Map<String, Judgement> BY_WORD =
            Map.ofEntries(
                    Map.entry("exceed_context_size_error", overflow()),
                    Map.entry("context_length_exceeded", overflow()),
                    Map.entry("model_not_found", of(ErrorType.MODEL_NOT_FOUND, Next.MODEL)),
                    Map.entry("invalid_api_key", key(Next.KEY)),
                    Map.entry("authentication_error", key(Next.KEY)),
                    Map.entry("forbidden_origin", key(Next.ORIGIN)),
                    Map.entry("forbidden_host", key(Next.ORIGIN)),
                    Map.entry("insufficient_quota", key(Next.CREDIT)),
                    Map.entry("billing_hard_limit_reached", key(Next.CREDIT)),
                    Map.entry("billing_not_active", key(Next.CREDIT)),
                    Map.entry("rate_limit_exceeded", busy()),
                    Map.entry("rate_limit_error", busy()),
                    Map.entry("overloaded_error", busy()),
                    Map.entry("queue_full", busy()),
                    Map.entry("wait_timeout", busy()),
                    Map.entry("shutting_down", busy()),
                    Map.entry("stopped", busy()),
                    Map.entry(
                            "insufficient_memory", never(ErrorType.SERVER_OVERLOADED, Next.MEMORY)),
                    Map.entry("engine_missing", never(ErrorType.SERVER_ERROR, Next.ENGINE)),
                    Map.entry("model_load_failed", never(ErrorType.SERVER_ERROR, Next.LOG)),
                    Map.entry("model_load_timeout", never(ErrorType.SERVER_ERROR, Next.LOG)),
                    Map.entry("engine_crashed", never(ErrorType.SERVER_ERROR, Next.LOG)),
                    Map.entry("internal", of(ErrorType.SERVER_ERROR, Next.LOG)),
                    Map.entry("request_too_large", wrong(Next.TOO_LARGE)),
                    Map.entry("model_not_loaded", wrong(Next.NOT_LOADED)),
                    Map.entry("not_found", wrong(Next.ROUTE)),
                    Map.entry("method_not_allowed", wrong(Next.ROUTE)),
                    Map.entry("feature_disabled", wrong(Next.DISABLED)),
                    Map.entry("not_supported_error", wrong(Next.NOT_OFFERED)),
                    Map.entry("invalid_json", wrong(Next.REQUEST)),
                    Map.entry("model_required", wrong(Next.REQUEST)),
                    Map.entry("invalid_request", wrong(Next.REQUEST)),
                    Map.entry("invalid_config", wrong(Next.REQUEST)),
                    Map.entry("in_use", wrong(Next.REQUEST)),
                    Map.entry("already_exists", wrong(Next.REQUEST)),
                    Map.entry("not_deletable", wrong(Next.REQUEST)));

    private static final Pattern OVERFLOW =
            words(
                    "maximum context length",
                    "available context size",
                    "context size has been exceeded",
                    "exceeds? (the )?(maximum |model'?s? )?context (length|window|size)",
                    "context (length|window) (was |is )?(exceeded|of only)",
                    "prompt is too long");
    private static final Pattern LOADING = words("loading model", "model .{0,100}loading");
    private static final Pattern NO_MODEL =
            words(
                    "model .{0,200}(not found|does not exist|doesn't exist)",
                    "no such model",
                    "not a valid model",
                    "no endpoints found for");
    private static final Pattern QUOTA =
            words("insufficient (credits|balance|quota)", "exceeded your current quota");
    private static final Pattern TOO_LARGE =
            words("(entity|payload|body|content|request) (is )?too large");

    /// llama.cpp answers 500 to some requests that it cannot read (seen with 0.7.0: a role that is
    /// no
    /// text).
    private static final Pattern UNREADABLE =
            words("failed to parse", "\\[json\\.exception", "requires --jinja");
    private static final Pattern MODERATION = words("moderation", "flagged");

    private static Pattern words(String... alternatives) {
        return Pattern.compile(
                String.join("|", alternatives), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /// What an answer with this status means.
    static Judgement of(int status, ServerWords words) {
        return byWord(words)
                .or(() -> bySentence(status, words))
                .orElseGet(() -> byStatus(status, words));
    }

    /// What an error means that came as an event, or in an answer of 200: the status is the one
    /// that
    /// it names itself, if it does.
    static Judgement ofEvent(ServerWords words) {
        int status = words.code().orElse(200);
        return status == 200
                ? byWord(words)
                        .or(() -> bySentence(500, words))
                        .orElse(of(ErrorType.SERVER_ERROR, Next.LOG))
                : of(status, words);
    }

    private static Optional<Judgement> byWord(ServerWords words) {
        return words.error().flatMap(it -> named(it.code()).or(() -> named(it.type())));
    }

    private static Optional<Judgement> named(@Nullable String word) {
        return word == null ? Optional.empty() : Optional.ofNullable(BY_WORD.get(word));
    }

    private static Optional<Judgement> bySentence(int status, ServerWords words) {
        String said = words.quote();
        boolean answered = words.form() == ServerWords.Form.ERROR;
        if (status == 503 && LOADING.matcher(said).find()) {
            return Optional.of(of(ErrorType.MODEL_LOADING, Next.LOADING));
        }
        if (answered && status != 401 && OVERFLOW.matcher(said).find()) {
            return Optional.of(overflow());
        }
        if (answered && (status == 400 || status == 404) && NO_MODEL.matcher(said).find()) {
            return Optional.of(of(ErrorType.MODEL_NOT_FOUND, Next.MODEL));
        }
        if (answered && (status == 402 || status == 429) && QUOTA.matcher(said).find()) {
            return Optional.of(key(Next.CREDIT));
        }
        if (answered && status == 403 && MODERATION.matcher(said).find()) {
            return Optional.of(wrong(Next.MODERATION));
        }
        if (answered && status == 500 && UNREADABLE.matcher(said).find()) {
            return Optional.of(wrong(Next.REQUEST));
        }
        if (status == 413 && TOO_LARGE.matcher(said).find()) {
            return Optional.of(wrong(Next.TOO_LARGE));
        }
        return Optional.empty();
    }

    private static Judgement byStatus(int status, ServerWords words) {
        return switch (status) {
            case 401, 403 -> key(Next.KEY);
            case 402 -> key(Next.CREDIT);
            case 404, 405 -> wrong(Next.ROUTE);
            case 407 -> never(ErrorType.CONNECTION_ERROR, Next.PROXY_PAGE);
            case 408 -> of(ErrorType.TIMEOUT_ERROR, Next.TIMEOUT);
            case 413 -> overflow();
            case 429, 503, 529 -> busy();
            case 501 -> wrong(Next.NOT_OFFERED);
            default -> byClass(status, words);
        };
    }

    private static Judgement byClass(int status, ServerWords words) {
        if (status >= 300 && status < 400) return never(ErrorType.SERVER_ERROR, Next.REDIRECT);
        if (status >= 400 && status < 500) return wrong(Next.REQUEST);
        boolean blamed =
                words.error().filter(it -> "invalid_request_error".equals(it.type())).isPresent();
        return blamed ? wrong(Next.REQUEST) : of(ErrorType.SERVER_ERROR, Next.LOG);
    }

    private static Judgement of(ErrorType type, Next next) {
        return new Judgement(type, next, Optional.empty());
    }

    private static Judgement never(ErrorType type, Next next) {
        return new Judgement(type, next, Optional.of(false));
    }

    private static Judgement overflow() {
        return of(ErrorType.CONTEXT_OVERFLOW, Next.CONTEXT);
    }

    private static Judgement busy() {
        return of(ErrorType.SERVER_OVERLOADED, Next.LATER);
    }

    private static Judgement key(Next next) {
        return of(ErrorType.AUTHENTICATION_ERROR, next);
    }

    private static Judgement wrong(Next next) {
        return of(ErrorType.INVALID_REQUEST, next);
    }
}
