package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;
import org.jspecify.annotations.Nullable;

/// A slot has again what was saved of one. Whether it is of use shows at the next request: its
/// `timings.cache_n` says how much of the prompt it did not have to read.
///
/// @param slot     which
/// @param filename in the server's `--slot-save-path`
/// @param tokens   how many were restored
/// @param bytes    how many were read
/// @param timings  null when the server did not say
@WireRecord
public record RestoredSlot(
        @JsonProperty("id_slot") int slot,
        String filename,
        @JsonProperty("n_restored") long tokens,
        @JsonProperty("n_read") long bytes,
        @Nullable Timings timings) {
    /// How long it took.
    ///
    /// @param restoreMs milliseconds
    @WireRecord
    public record Timings(double restoreMs) {}
}
