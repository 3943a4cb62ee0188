package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;
import org.jspecify.annotations.Nullable;

/// What a slot kept of its prompt was written to a file.
///
/// @param slot     which
/// @param filename in the server's `--slot-save-path`
/// @param tokens   how many were saved
/// @param bytes    how many were written
/// @param timings  null when the server did not say
@WireRecord
public record SavedSlot(
        @JsonProperty("id_slot") int slot,
        String filename,
        @JsonProperty("n_saved") long tokens,
        @JsonProperty("n_written") long bytes,
        @Nullable Timings timings) {
    /// How long it took.
    ///
    /// @param saveMs milliseconds
    @WireRecord
    public record Timings(double saveMs) {}
}
