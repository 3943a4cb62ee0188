package dev.recua.gateway.scheduling;

import java.time.Instant;

/// One model that occupies room: its child is loading, serves, or is on its way out.
public sealed interface Resident {
    /// Number of the child's start.
    long generation();

    /// The fingerprint that the child was started with.
    String fingerprint();

    /// Its child was started and is not ready.
    record Loading(long generation, String fingerprint) implements Resident {}

    /// Its child takes requests.
    ///
    /// @param active   leases in use
    /// @param lastUsed when a lease was last granted or given back
    record Loaded(long generation, String fingerprint, int active, Instant lastUsed)
            implements Resident {
        public Loaded {
            if (active < 0)
                throw new IllegalArgumentException("active leases are negative: " + active);
        }

        /// Whether no request uses it.
        public boolean idle() {
            return active == 0;
        }

        /// The same child, fit for no ticket.
        Loaded unfit() {
            return new Loaded(generation, "unfit", active, lastUsed);
        }

        Loaded oneMore(Instant now) {
            return new Loaded(generation, fingerprint, active + 1, now);
        }

        Loaded oneLess(Instant now) {
            return new Loaded(generation, fingerprint, active - 1, now);
        }
    }

    /// Its child was told to stop and still occupies memory.
    record Unloading(long generation, String fingerprint) implements Resident {}
}
