package dev.recua.client.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/// A change of status, as it is sent to whoever listens.
///
/// @param type      always [#TYPE]
/// @param data      the whole new status
/// @param timestamp of the change, milliseconds since 1970
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlamaStatusEvent(String type, LlamaStatus data, long timestamp) {
    /// What `type` always says.
    public static final String TYPE = "llama_status";

    /// The event of a change that happened then.
    public static LlamaStatusEvent of(LlamaStatus data, Instant at) {
        return new LlamaStatusEvent(TYPE, data, at.toEpochMilli());
    }
}
