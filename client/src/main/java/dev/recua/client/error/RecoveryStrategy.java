package dev.recua.client.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// What is to be done about a kind of failure: source 002's table, one row for each [ErrorType].
/// The
/// two kinds that it does not have are `SERVER_ERROR`, treated as `CONNECTION_ERROR` is, and
/// `MODEL_LOADING`, which is waited for and not counted. `dev.recua.client.recovery` carries it
/// out;
/// the configured `maxRetries` is never exceeded, whatever stands here.
///
/// | type | retries | backoff | instead |
/// |---|---|---|---|
/// | `CONNECTION_ERROR`, `SERVER_ERROR` | 3 | exponential | – |
/// | `AUTHENTICATION_ERROR`, `INVALID_REQUEST` | – | – | – |
/// | `MODEL_NOT_FOUND` | – | – | the first available model, where the caller allows it |
/// | `CONTEXT_OVERFLOW` | 1 | none | a shorter conversation |
/// | `SERVER_OVERLOADED` | 5 | exponential | – |
/// | `TIMEOUT_ERROR` | 2 | none, with twice the limit each time | – |
/// | `STREAMING_ERROR` | 1 | none | without streaming |
/// | `MODEL_LOADING` | not counted | until it is ready | – |
///
/// @param retry          whether the request is sent again
/// @param backoff        how long is waited before it
/// @param maxRetries     how often at most; 0 where nothing is sent again, or where it is not
/// counted
/// @param fallbackAction what is changed first
/// @param userMessage    for a person, while it is done
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RecoveryStrategy(
        boolean retry,
        Backoff backoff,
        int maxRetries,
        Optional<FallbackAction> fallbackAction,
        String userMessage) {
    public RecoveryStrategy {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries is negative: " + maxRetries);
        }
        if (!retry && maxRetries > 0) {
            throw new IllegalArgumentException(
                    "no retry, and yet %d retries".formatted(maxRetries));
        }
    }

    /// How long is waited before a request is sent again.
    public enum Backoff {
        /// Not at all.
        @JsonProperty("none")
        NONE,
        /// 1, 2, 4… up to 10 s, with jitter; longer where the server says so.
        @JsonProperty("exponential")
        EXPONENTIAL,
        /// Until the server says that it is ready.
        @JsonProperty("until-ready")
        UNTIL_READY
    }

    /// What is changed before a request is sent again; [#wire] is source 002's word.
    public enum FallbackAction {
        @JsonProperty("use_first_available_model")
        USE_FIRST_AVAILABLE_MODEL("use_first_available_model"),
        @JsonProperty("truncate_context")
        TRUNCATE_CONTEXT("truncate_context"),
        @JsonProperty("use_non_streaming")
        USE_NON_STREAMING("use_non_streaming");

        private final String wire;

        FallbackAction(String wire) {
            this.wire = wire;
        }

        /// Its word in JSON.
        public String wire() {
            return wire;
        }
    }

    /// What is to be done about this kind of failure. The text is that of the guide's bundle.
    public static RecoveryStrategy of(ErrorType type) {
        return switch (type) {
            case CONNECTION_ERROR, SERVER_ERROR -> again(type, Backoff.EXPONENTIAL, 3);
            case SERVER_OVERLOADED -> again(type, Backoff.EXPONENTIAL, 5);
            case TIMEOUT_ERROR -> again(type, Backoff.NONE, 2);
            case MODEL_LOADING -> again(type, Backoff.UNTIL_READY, 0);
            case CONTEXT_OVERFLOW -> changed(type, 1, FallbackAction.TRUNCATE_CONTEXT);
            case STREAMING_ERROR -> changed(type, 1, FallbackAction.USE_NON_STREAMING);
            case MODEL_NOT_FOUND ->
                    new RecoveryStrategy(
                            false,
                            Backoff.NONE,
                            0,
                            Optional.of(FallbackAction.USE_FIRST_AVAILABLE_MODEL),
                            text(type));
            case AUTHENTICATION_ERROR, INVALID_REQUEST ->
                    new RecoveryStrategy(false, Backoff.NONE, 0, Optional.empty(), text(type));
        };
    }

    private static RecoveryStrategy again(ErrorType type, Backoff backoff, int times) {
        return new RecoveryStrategy(true, backoff, times, Optional.empty(), text(type));
    }

    private static RecoveryStrategy changed(ErrorType type, int times, FallbackAction first) {
        return new RecoveryStrategy(true, Backoff.NONE, times, Optional.of(first), text(type));
    }

    private static String text(ErrorType type) {
        return GuideTexts.plain(type + ".recovery");
    }
}
