package dev.recua.client.admin;

import dev.recua.client.http.AnswerEvents;

/// Opens the stream that a subscription reads.
@FunctionalInterface
interface StreamOfEvents {
    /// Asks for it. The caller closes it.
    ///
    /// @param lastEventId the last event that was seen; empty for none
    /// @throws dev.recua.client.error.LlmException when the gateway does not give it
    AnswerEvents open(String lastEventId) throws InterruptedException;
}
