package dev.recua.client.error;

import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request met instead of a whole answer, as the connection saw it: what the classifier
/// turns
/// into an [LlmException].
public sealed interface Happened {
    /// Who was asked, with the path.
    URI target();

    /// An answer that is no 2xx.
    ///
    /// @param body its first bytes, at most 1 MiB; empty when none came
    @SuppressWarnings("ArrayRecordComponent") // a body is bytes; nobody compares two of these
    record Refused(URI target, int status, HttpHeaders headers, byte[] body) implements Happened {
        /// A refusal with a status and an error that somebody has at hand, such as one in this
        /// process.
        public static Refused told(URI target, int status, ApiError error) {
            byte[] body = WireJson.mapper().writeValueAsBytes(new ApiError.Body(error));
            return new Refused(target, status, HttpHeaders.of(Map.of(), (n, v) -> true), body);
        }
    }

    /// No connection, or one that broke before an answer.
    record NoAnswer(URI target, IOException cause) implements Happened {}

    /// Nothing came in time.
    ///
    /// @param waitedFor what did not come
    /// @param limit     how long it was waited for
    /// @param cause     what was thrown below; null when a clock of our own said so
    record TooLate(URI target, Phase waitedFor, Duration limit, @Nullable IOException cause)
            implements Happened {}

    /// An error event in a stream that had begun.
    ///
    /// @param event the data of the event
    record ErrorEvent(URI target, String event, boolean anyToken) implements Happened {}

    /// A stream or a body that ended before its end, or whose bytes are not what they say.
    ///
    /// @param anyToken whether a part of the answer had been given to the caller
    /// @param what     such as `the stream ended without [DONE]`
    /// @param cause    what was thrown below; null when the end itself is the fault
    record CutShort(URI target, boolean anyToken, String what, @Nullable IOException cause)
            implements Happened {
        /// A connection that broke in the middle, told by what it threw.
        public static CutShort of(URI target, boolean anyToken, IOException cause) {
            return new CutShort(target, anyToken, "the connection broke: " + words(cause), cause);
        }

        private static String words(IOException cause) {
            @Nullable String message = cause.getMessage();
            if (message != null && Breakage.of(cause) == Breakage.TOO_LATE) return message;
            return Breakage.words(cause).replaceFirst("^the connection was ", "");
        }
    }

    /// A 2xx answer that is not what the route gives.
    ///
    /// @param contentType of the answer, `none` without one
    /// @param body        its first bytes
    /// @param what        what is wrong with it, such as `it is not JSON (unexpected end)`
    @SuppressWarnings("ArrayRecordComponent") // a body is bytes; nobody compares two of these
    record NotTheRoute(URI target, int status, String contentType, byte[] body, String what)
            implements Happened {}

    /// What can come too late.
    enum Phase {
        CONNECTION,
        PLACE_IN_POOL,
        ANSWER,
        NEXT_EVENT
    }
}
