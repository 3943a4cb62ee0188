package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a completion ended.
public enum StopType {
    /// It has not.
    NONE,

    /// The model said that it is done.
    EOS,

    /// It has as many tokens as were wanted, or as fit.
    LIMIT,

    /// A text of `stop` came.
    WORD,

    /// A reason that this version does not know.
    OTHER;

    /// The word on the wire.
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static StopType of(String wire) {
        for (StopType type : values()) {
            if (type.wire().equals(wire)) return type;
        }
        return OTHER;
    }
}
