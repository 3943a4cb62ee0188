package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the engine's own `/embedding` made of one text.
///
/// @param index   which text, from 0
/// @param vectors one, or with `--pooling none` one for each token
public record TextEmbedding(int index, @JsonProperty("embedding") List<List<Double>> vectors) {
    public TextEmbedding {
        vectors = vectors.stream().map(List::copyOf).toList();
    }

    /// Reads both shapes: a list of lists, as llama-server sends it, and the one list that older
    /// builds sent.
    @JsonCreator
    static TextEmbedding read(
            @JsonProperty("index") int index,
            @JsonProperty("embedding") @Nullable JsonNode embedding) {
        List<List<Double>> vectors = new ArrayList<>();
        if (embedding != null && embedding.path(0).isArray()) {
            for (JsonNode vector : embedding) vectors.add(numbers(vector));
        } else if (embedding != null && !embedding.isEmpty()) {
            vectors.add(numbers(embedding));
        }
        return new TextEmbedding(index, vectors);
    }

    private static List<Double> numbers(JsonNode vector) {
        List<Double> numbers = new ArrayList<>(vector.size());
        for (JsonNode number : vector) numbers.add(number.asDouble());
        return numbers;
    }

    /// The vector of the whole text.
    ///
    /// @throws IllegalStateException when there is one for each token (`--pooling none`), or none
    public List<Double> vector() {
        if (vectors.size() == 1) return vectors.getFirst();
        throw new IllegalStateException(
                "the server gave %d vectors for text %d instead of one; start it with --pooling mean, or use vectors()"
                        .formatted(vectors.size(), index));
    }
}
