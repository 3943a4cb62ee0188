package dev.recua.client.admin;

import dev.recua.client.http.AnswerEvents;
import java.time.Duration;
import java.util.Optional;

/// How the calls of an [AdminClient] reach a gateway; `RecuaClient` brings its own, over HTTP. Any
/// thread may use it.
///
/// Every method throws `dev.recua.client.error.LlmException` when there is no whole answer, and
/// [InterruptedException] when the calling thread is interrupted, which ends the request.
public interface AdminCalls {
    /// Reads a JSON answer.
    ///
    /// @param path  such as `/api/models`, percent-encoded
    /// @param limit how long it may take in all
    /// @param type  the record to read the answer into
    <T> T get(String path, Duration limit, Class<T> type) throws InterruptedException;

    /// Reads an answer in plain text.
    String text(String path, Duration limit) throws InterruptedException;

    /// Gives an order and reads its JSON answer.
    ///
    /// @param method `POST` or `DELETE`
    /// @param body   sent as JSON; empty sends `{}`
    /// @param limit  how long it may take in all; empty waits as long as it takes
    <T> T order(
            String method, String path, Optional<?> body, Optional<Duration> limit, Class<T> type)
            throws InterruptedException;

    /// Opens a stream of server-sent events; the caller closes it.
    ///
    /// @param lastEventId the last event that was seen, sent as `Last-Event-ID`; empty for none
    /// @param silence     how long nothing may come, not even a sign of life
    AnswerEvents stream(String path, String lastEventId, Duration silence)
            throws InterruptedException;

    /// Gives an order whose answer says nothing but that it was taken.
    void order(String method, String path, Duration limit) throws InterruptedException;
}
