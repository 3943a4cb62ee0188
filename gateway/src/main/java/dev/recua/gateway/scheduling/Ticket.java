package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Instant;

/// One request's place in the queue.
///
/// @param number   order of arrival, unique, from 1; a request that is dispatched a second time
///                 keeps its number, and with it its place
/// @param model    the model it asks for
/// @param terms    what the model's files and settings ask of its child at the time of asking
/// @param engine   what the engine was at the time of asking: a failure that lasts is answered
///     again at once only while fingerprint and engine stay equal
/// @param use      what it does to the child
/// @param mayLoad  whether its model may be loaded for it; otherwise it is refused with
///                 [Refusal.NotLoaded] as soon as it cannot be served without
/// @param since    when it began to wait
/// @param deadline when waiting ends with [Refusal.WaitTimeout]; `Instant.MAX`: never
/// @param again    whether it was granted before and its child died: it is not refused for a full
///                 queue
public record Ticket(
        long number,
        ModelId model,
        Terms terms,
        String engine,
        Use use,
        boolean mayLoad,
        Instant since,
        Instant deadline,
        boolean again) {
    public Ticket {
        if (number < 1) throw new IllegalArgumentException("numbers begin at 1, not " + number);
        if (use == Use.LOOK && mayLoad)
            throw new IllegalArgumentException("who only looks at " + model + " may not load it");
    }

    /// Of the model's files and settings at the time of asking.
    public String fingerprint() {
        return terms.fingerprint();
    }

    /// The same place for a second dispatch: what was spent running was not spent waiting.
    Ticket again(Instant now, Instant later) {
        return new Ticket(number, model, terms, engine, use, mayLoad, now, later, true);
    }
}
