package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Instant;

/// One request's place in the queue.
///
/// @param number      order of arrival, unique; a request that is dispatched a second time keeps
///                    its number, and with it its place
/// @param model       the model it asks for
/// @param fingerprint of the model's files, settings and engine at the time of asking: a failure
///                    that lasts is answered again at once only while this stays equal
/// @param deadline    when waiting ends with [Refusal.WaitTimeout]; `Instant.MAX`: never
public record Ticket(long number, ModelId model, String fingerprint, Instant deadline) {}
