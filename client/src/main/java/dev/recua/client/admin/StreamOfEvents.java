package dev.recua.client.admin;

import dev.recua.client.http.AnswerEvents;

/// Opens the stream that a subscription reads.
@FunctionalInterface
interface StreamOfEvents {
    /// @param lastEventId the last event that was seen; empty for none
    /// @throws dev.recua.client.error.LlmException when the gateway does not give it
    AnswerEvents open(String lastEventId) throws InterruptedException;
}
