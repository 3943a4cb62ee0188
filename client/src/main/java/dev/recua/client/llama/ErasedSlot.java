package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;

/// A slot has forgotten its prompt.
///
/// @param slot   which
/// @param tokens how many were erased
@WireRecord
public record ErasedSlot(
        @JsonProperty("id_slot") int slot, @JsonProperty("n_erased") long tokens) {}
