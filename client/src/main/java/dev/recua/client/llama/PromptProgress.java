package dev.recua.client.llama;

import dev.recua.client.wire.WireRecord;
import java.time.Duration;

/// How far the engine has read a prompt (`return_progress`).
///
/// @param total     tokens of the prompt
/// @param cache     of these, those it did not have to read again
/// @param processed tokens it has done with, those from the cache included
/// @param timeMs    milliseconds since it began
@WireRecord
public record PromptProgress(int total, int cache, int processed, long timeMs) {
    /// How long it has been reading.
    public Duration time() {
        return Duration.ofMillis(timeMs);
    }
}
