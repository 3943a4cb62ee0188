package dev.recua.client.admin;

import dev.recua.client.error.LlmException;
import java.time.Duration;
import java.util.Optional;

/// How a connection of a subscription ended, or that there was none.
///
/// @param why    for a person
/// @param wanted how long the gateway wants to be left alone
/// @param isFinal whether coming back would end the same way
/// @param wasFruitful whether there was a connection worth the name before
record Lost(String why, Optional<Duration> wanted, boolean isFinal, boolean wasFruitful) {
    static Lost byItsEnd(Optional<Duration> wanted, boolean wasFruitful) {
        return new Lost("the gateway ended the stream of events", wanted, false, wasFruitful);
    }

    static Lost by(LlmException e, boolean wasFruitful) {
        boolean isFinal =
                switch (e.type()) {
                    case AUTHENTICATION_ERROR, INVALID_REQUEST, MODEL_NOT_FOUND -> true;
                    case CONNECTION_ERROR,
                            CONTEXT_OVERFLOW,
                            SERVER_OVERLOADED,
                            TIMEOUT_ERROR,
                            STREAMING_ERROR,
                            MODEL_LOADING,
                            SERVER_ERROR ->
                            false;
                };
        return new Lost(String.valueOf(e.getMessage()), e.retryAfter(), isFinal, wasFruitful);
    }
}
