package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Instant;

/// One request's place in the queue.
///
/// @param number      order of arrival, unique; a request that is dispatched a second time keeps
///                    its number, and with it its place
/// @param model       the model it asks for
/// @param fingerprint of the model's files and settings at the time of asking: only a child that
///                    was started with the same one may serve it
/// @param engine      what the engine was at the time of asking: a failure that lasts is answered
///                    again at once only while fingerprint and engine stay equal
/// @param deadline    when waiting ends with [Refusal.WaitTimeout]; `Instant.MAX`: never
public record Ticket(
        long number, ModelId model, String fingerprint, String engine, Instant deadline) {
    /// The same place with another deadline: what was spent running was not spent waiting.
    Ticket until(Instant later) {
        return new Ticket(number, model, fingerprint, engine, later);
    }
}
