package dev.recua.gateway.scheduling;

/// What a request does to the child that it runs on.
public enum Use {
    /// Takes one of the child's `parallel` leases, and counts as use: the idle time starts anew
    /// when it ends.
    WORK,

    /// Takes none of them, because the engine answers it beside its slots (tokens, properties);
    /// holds the child and counts as use.
    LIGHT,

    /// Only looks (slots, metrics): never loads, takes none of them and is no use that keeps a
    /// model loaded; holds the child while it runs.
    LOOK
}
