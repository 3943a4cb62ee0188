package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts as vectors.
///
/// @param model which model answered
/// @param object `list`
/// @param usage tokens of all texts; null when the engine did not say
/// @param data one vector for each text, in the order of the request
@WireRecord
public record EmbeddingResponse(
        @Nullable String model,
        @Nullable String object,
        @Nullable Usage usage,
        List<Embedding> data) {
    public EmbeddingResponse {
        data = List.copyOf(Absent.orEmpty(data));
    }

    /// One text's vector.
    ///
    /// @param index which text, from 0
    /// @param embedding its numbers; llama-server scales them to length 1
    @WireRecord
    public record Embedding(int index, List<Double> embedding) {
        public Embedding {
            embedding = List.copyOf(Absent.orEmpty(embedding));
        }
    }

    /// The vector of the first text; empty when there is none.
    public List<Double> first() {
        return data.isEmpty() ? List.of() : data.getFirst().embedding();
    }
}
