package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which texts to rank by how well they answer a question.
///
/// @param query     the question
/// @param documents at least one
/// @param topN      how many of the best to tell; null is all
/// @param model     id or alias; null: an engine has only one
@WireRecord
public record RerankRequest(
        String query,
        List<String> documents,
        @JsonProperty("top_n") @Nullable Integer topN,
        @Nullable String model) {
    public RerankRequest {
        if (documents.isEmpty()) throw new IllegalArgumentException("no document to rank");
        if (topN != null && topN < 1) {
            throw new IllegalArgumentException("topN must be at least 1, was " + topN);
        }
        documents = List.copyOf(documents);
    }

    /// All of these.
    public static RerankRequest of(String query, List<String> documents) {
        return new RerankRequest(query, documents, null, null);
    }

    RerankRequest withModel(String name) {
        return new RerankRequest(query, documents, topN, name);
    }
}
