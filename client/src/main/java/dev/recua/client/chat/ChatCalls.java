package dev.recua.client.chat;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.time.Duration;
import java.util.List;

/// One provider's calls as they are: one HTTP request each, never a second try. What
/// `dev.recua.client.recovery` makes patient. Any thread may use it.
///
/// Every method throws `dev.recua.client.error.LlmException` when there is no whole answer, and
/// [InterruptedException] when its thread is interrupted, which ends the request.
public interface ChatCalls {
    /// Asks and waits for the whole answer.
    ///
    /// @param limit how long it may take in all
    ChatResponse chat(ChatRequest request, Duration limit) throws InterruptedException;

    /// Asks for a stream; returns when the server has accepted the request. The caller closes it.
    ///
    /// @param limit how long the first event, and then each next one, may be waited for; comments
    ///     (`:` pings) count as signs of life
    EventSource stream(ChatRequest request, Duration limit) throws InterruptedException;

    /// What the server offers, in its order; never empty names.
    List<String> models() throws InterruptedException;

    /// Tokens of these messages as the model reads them, its template and tools included.
    ///
    /// @throws dev.recua.client.error.NotSupported when this provider does not count
    int countTokens(ChatRequest request, List<ChatMessage> messages) throws InterruptedException;
}
