package dev.recua.client.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a service is doing.
///
/// ```text
/// initial ─▶ starting ─▶ ready ─▶ crashed ─▶ starting …
///               │                    │
///               └──▶ error ◀─────────┘        each of them ─▶ stopping ─▶ initial
/// ```
public enum LlamaServiceStatus {
    /// Nothing runs, and nobody has asked for it.
    INITIAL,

    /// An engine was launched and does not take requests yet.
    STARTING,

    /// It takes requests.
    READY,

    /// It was given up; somebody must start it again.
    ERROR,

    /// It ended, or hung, and will be started again by itself.
    CRASHED,

    /// It was told to end.
    STOPPING;

    /// The word on the wire: the name in lower case.
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status that this word means.
    ///
    /// @throws IllegalArgumentException when there is none
    @JsonCreator
    public static LlamaServiceStatus of(String wire) {
        for (LlamaServiceStatus status : values()) {
            if (status.wire().equals(wire)) return status;
        }
        throw new IllegalArgumentException("no status is called \"" + wire + "\"");
    }
}
