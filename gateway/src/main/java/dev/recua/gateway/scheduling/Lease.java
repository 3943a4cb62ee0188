package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.util.function.Consumer;

/// One request's right to use a ready child. Close it when the request is over, however it ended;
/// closing twice does nothing more. It may be taken away, see [Applicant#revoked]. Used on the
/// dispatcher's thread only.
public final class Lease implements AutoCloseable {
    private final Ticket ticket;
    private final long generation;
    private final Consumer<Lease> release;
    private boolean closed;

    Lease(Ticket ticket, long generation, Consumer<Lease> release) {
        this.ticket = ticket;
        this.generation = generation;
        this.release = release;
    }

    /// The request's ticket; with it the request can be submitted once more, at its old place.
    public Ticket ticket() {
        return ticket;
    }

    /// The model whose child it is.
    public ModelId model() {
        return ticket.model();
    }

    /// Number of the child's start; see [Effects#start].
    public long generation() {
        return generation;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        release.accept(this);
    }
}
