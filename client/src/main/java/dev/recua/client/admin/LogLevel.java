package dev.recua.client.admin;

import java.util.Locale;

/// How much a line of a log matters.
public enum LogLevel {
    /// Each step.
    DEBUG,

    /// What an operator would tell a colleague.
    INFO,

    /// It worked, but look.
    WARN,

    /// Somebody must act.
    ERROR;

    /// The word on the wire.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
