package dev.recua.client.llama;

import dev.recua.client.wire.WireRecord;

/// How strongly an adapter is applied.
///
/// @param id    as `/lora-adapters` lists it
/// @param scale 0 switches it off, 1 applies it as it was trained
@WireRecord
public record LoraScale(int id, double scale) {
    public LoraScale {
        if (id < 0) throw new IllegalArgumentException("id must be at least 0, was " + id);
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("scale must be a number, was " + scale);
        }
    }
}
