package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.recua.client.wire.Usage;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /api/inference`.
///
/// @param modelId      id of the model that answered, also when it was asked by an alias
/// @param response     what the model said
/// @param finishReason `stop`, or `length` when it was cut at `maxTokens`; null when the engine
///     does not say
/// @param usage        tokens; null when the engine did not say
@JsonIgnoreProperties(ignoreUnknown = true)
public record InferenceAnswer(
        String modelId, String response, @Nullable String finishReason, @Nullable Usage usage) {}
