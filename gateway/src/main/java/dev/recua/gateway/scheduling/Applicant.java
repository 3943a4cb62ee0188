package dev.recua.gateway.scheduling;

/// Whoever asked for a lease. Exactly one of [#granted] and [#refused] is called, once, on the
/// dispatcher's thread; neither after [Dispatcher#cancel].
public interface Applicant {
    /// It may run; it closes the lease when it is done.
    void granted(Lease lease);

    /// It may not run.
    void refused(Refusal why);

    /// Its lease is taken away by force: it ends what it does now, says why, and closes the lease.
    /// Called at most once, after [#granted] and before the lease is closed; its child ends next.
    void revoked(Refusal why);
}
