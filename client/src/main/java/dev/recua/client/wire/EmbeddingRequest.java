package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which texts to embed.
///
/// @param input texts, at least one
/// @param model id or alias; null: an engine has only one
/// @param dimensions how many numbers each vector shall have; null: as many as the model gives
@WireRecord
public record EmbeddingRequest(
        List<String> input, @Nullable String model, @Nullable Integer dimensions) {
    public EmbeddingRequest {
        if (input.isEmpty()) throw new IllegalArgumentException("no text to embed");
        if (dimensions != null && dimensions < 1)
            throw new IllegalArgumentException("dimensions must be at least 1, was " + dimensions);
        input = List.copyOf(input);
    }

    /// A request for these texts, with everything else left to the engine.
    public static EmbeddingRequest of(String... texts) {
        return new EmbeddingRequest(List.of(texts), null, null);
    }
}
