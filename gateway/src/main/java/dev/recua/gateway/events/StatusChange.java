package dev.recua.gateway.events;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.event.LlamaStatusEvent;
import java.time.Instant;

/// A change of status: what is told of it, and the whole from which it comes.
///
/// @param at    when it happened
/// @param nanos likewise, by the clock that never jumps: for how long it has been so
record StatusChange(GatewayStatus status, Instant at, long nanos) {
    @JsonValue
    LlamaStatusEvent event() {
        return LlamaStatusEvent.of(status.whole(), at);
    }
}
