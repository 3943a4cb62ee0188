package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/inference`: one question to one model.
///
/// @param modelId     id or alias
/// @param prompt      what the person says
/// @param temperature 0 always takes the likeliest token; null: 0.7
/// @param maxTokens   the most tokens to generate, at least 1; null: 512
@JsonIgnoreProperties(ignoreUnknown = true)
public record InferenceRequest(
        String modelId, String prompt, @Nullable Double temperature, @Nullable Integer maxTokens) {
    private static final double USUAL_TEMPERATURE = 0.7;
    private static final int USUAL_TOKENS = 512;

    public InferenceRequest {
        if (modelId.isBlank()) throw new IllegalArgumentException("modelId is blank");
        temperature = temperature == null ? USUAL_TEMPERATURE : temperature;
        if (!(temperature >= 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException(
                    "temperature must be a number of at least 0, was " + temperature);
        }
        maxTokens = maxTokens == null ? USUAL_TOKENS : maxTokens;
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
        }
    }
}
