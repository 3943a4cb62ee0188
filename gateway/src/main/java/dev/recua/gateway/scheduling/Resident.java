package dev.recua.gateway.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One model that occupies room: its child is loading, serves, or is on its way out.
public sealed interface Resident {
    /// Number of the child's start.
    long generation();

    /// What the child was started with.
    Terms terms();

    /// The fingerprint that the child was started with.
    default String fingerprint() {
        return terms().fingerprint();
    }

    /// Its child was started and is not ready.
    ///
    /// @param servesUpTo number of the last ticket that it serves before it leaves;
    ///     `Long.MAX_VALUE` unless it was told to leave
    /// @param lastUsed   when the child in whose place it comes was; empty when there was none. To
    ///     come back is no use: else a model that crashes often would never be unused for long
    record Loading(long generation, Terms terms, long servesUpTo, Optional<Instant> lastUsed)
            implements Resident {
        static Loading of(long generation, Terms terms) {
            return new Loading(generation, terms, Long.MAX_VALUE, Optional.empty());
        }

        /// In the place of another.
        ///
        /// @param now when that one ended; its requests, if it had any, used it until then
        static Loading inPlaceOf(Resident before, long generation, Instant now) {
            Optional<Instant> used =
                    switch (before) {
                        case Loaded loaded ->
                                Optional.of(loaded.leases().inUse() ? now : loaded.lastUsed());
                        case Loading loading -> loading.lastUsed();
                        case Unloading _ -> Optional.empty();
                    };
            return new Loading(generation, before.terms(), Long.MAX_VALUE, used);
        }

        boolean isLeaving() {
            return servesUpTo < Long.MAX_VALUE;
        }

        boolean serves(Ticket ticket) {
            return ticket.number() <= servesUpTo && fingerprint().equals(ticket.fingerprint());
        }

        Loading leavingAfter(long ticket) {
            return new Loading(generation, terms, Math.min(servesUpTo, ticket), lastUsed);
        }

        /// @param lastWaiting the last of those who wait: it serves them before it makes room
        Loaded ready(long lastWaiting, Instant now) {
            return new Loaded(
                    generation,
                    terms,
                    Leases.NONE,
                    lastUsed.orElse(now),
                    now,
                    Math.min(servesUpTo, lastWaiting),
                    isLeaving() ? Loaded.Outlook.LEAVES : Loaded.Outlook.STAYS);
        }
    }

    /// Its child takes requests.
    ///
    /// @param lastUsed    when it was first ready, or a lease other than of [Use#LOOK] was last
    ///     granted or given back, also before it came back
    /// @param lastGranted when it became ready, or such a lease was last granted
    /// @param promisedTo  number of the last ticket that asked while it loaded: those are served
    ///     before it makes room
    /// @param outlook     what becomes of it once nobody holds it
    record Loaded(
            long generation,
            Terms terms,
            Leases leases,
            Instant lastUsed,
            Instant lastGranted,
            long promisedTo,
            Outlook outlook)
            implements Resident {

        /// What becomes of a child once nobody holds it.
        public enum Outlook {
            /// It waits for the next request.
            STAYS,
            /// It breaks its connections: it serves nobody else, and is replaced.
            UNFIT,
            /// It serves nobody else, and stops.
            LEAVES
        }

        /// Whether it was told to leave, and stops once nobody holds it.
        public boolean leaving() {
            return outlook == Outlook.LEAVES;
        }

        /// Whether it serves nobody else and comes back.
        boolean unfit() {
            return outlook == Outlook.UNFIT;
        }

        /// Leases in use.
        public int active() {
            return leases.total();
        }

        /// Whether no request holds it.
        public boolean idle() {
            return active() == 0;
        }

        /// When it is unloaded unless somebody uses it before; empty when it stays, and while a
        /// request holds it.
        public Optional<Instant> idleUnloadAt() {
            Duration stay = terms.idleUnload();
            return stay.isZero() || !idle() ? Optional.empty() : Optional.of(lastUsed.plus(stay));
        }

        /// Whether this ticket may run on it, sooner or later.
        boolean serves(Ticket ticket) {
            return fingerprint().equals(ticket.fingerprint())
                    && (outlook == Outlook.STAYS || ticket.number() <= promisedTo);
        }

        /// Whether this ticket is served even while the child makes room for another.
        boolean hasPromised(Ticket ticket) {
            return ticket.number() <= promisedTo && fingerprint().equals(ticket.fingerprint());
        }

        boolean hasLeaseFor(Use use) {
            return use != Use.WORK || leases.work() < terms.parallel();
        }

        /// The same child, which serves nobody any more.
        Loaded leavingNow() {
            return serving(0, Outlook.LEAVES);
        }

        /// Likewise, and it comes back; one that was told to leave does not.
        Loaded unfitNow() {
            return leaving() ? this : serving(0, Outlook.UNFIT);
        }

        /// Whether this ticket is served by what takes the place of this child.
        boolean comesBackFor(Ticket ticket) {
            return unfit() && fingerprint().equals(ticket.fingerprint());
        }

        private Loaded serving(long upTo, Outlook next) {
            return new Loaded(generation, terms, leases, lastUsed, lastGranted, upTo, next);
        }

        Loaded oneMore(Use use, Instant now) {
            boolean looks = use == Use.LOOK;
            return new Loaded(
                    generation,
                    terms,
                    leases.oneMore(use),
                    looks ? lastUsed : now,
                    looks ? lastGranted : now,
                    promisedTo,
                    outlook);
        }

        Loaded oneLess(Use use, Instant now) {
            return new Loaded(
                    generation,
                    terms,
                    leases.oneLess(use),
                    use == Use.LOOK ? lastUsed : now,
                    lastGranted,
                    promisedTo,
                    outlook);
        }
    }

    /// Its child was told to stop and still occupies memory.
    record Unloading(long generation, Terms terms) implements Resident {}
}
