package dev.recua.gateway.scheduling;

/// Whoever asked for a lease. Exactly one of the two is called, once, on the dispatcher's thread;
/// neither after [Dispatcher#cancel].
public interface Applicant {
    /// It may run; it closes the lease when it is done.
    void granted(Lease lease);

    /// It may not run.
    void refused(Refusal why);
}
