package dev.recua.gateway.scheduling;

/// Whether requests are taken on.
public enum Phase {
    /// They are.
    OPEN,

    /// Not until somebody starts serving again: it was stopped by hand.
    STOPPED,

    /// Never again: the gateway leaves.
    CLOSED
}
