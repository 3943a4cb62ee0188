package dev.recua.client.llama;

import dev.recua.client.wire.Usage;
import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts by how well they answer.
///
/// @param model   which model ranked
/// @param object  `list`
/// @param usage   tokens of the question and all texts; null when the engine did not say
/// @param results the best first
@WireRecord
public record RerankResponse(
        @Nullable String model,
        @Nullable String object,
        @Nullable Usage usage,
        List<Ranked> results) {
    public RerankResponse {
        results = Absent.orEmpty(results);
    }

    /// One text's rank.
    ///
    /// @param index          which text, from 0
    /// @param relevanceScore more is better; what the model gives, in no fixed range
    @WireRecord
    public record Ranked(int index, double relevanceScore) {}
}
