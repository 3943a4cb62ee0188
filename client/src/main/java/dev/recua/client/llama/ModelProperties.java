package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a llama-server says of itself and its model (`GET /props`). What it did not say is null.
///
/// @param defaultGenerationSettings how it generates when a request does not say, and its context
/// @param totalSlots    how many requests it works on at once
/// @param modelAlias    by which its answers name the model
/// @param modelFtype    how the weights are stored, in words
/// @param modelPath     its file, on the server's machine
/// @param modalities    what it takes besides text
/// @param mediaMarker   what stands for a picture or a sound in a prompt; another one each start
/// @param endpointSlots whether it answers `/slots`
/// @param endpointProps whether it takes `POST /props`
/// @param endpointMetrics whether it answers `/metrics`
/// @param ui            whether it serves its own page
/// @param uiSettings    for that page
/// @param chatTemplate  Jinja
/// @param chatTemplateToolUse another one for tools, where the model has one
/// @param chatTemplateCaps what the template can express
/// @param bosToken      what begins a text
/// @param eosToken      what ends a text
/// @param buildInfo     such as `b11669-Debian`
/// @param isSleeping    whether it gave its memory back for now (`--sleep-idle-seconds`)
/// @param corsProxyEnabled whether it fetches pages for its own page
/// @param role          `router` when it only starts others; null for one with a model
@WireRecord
public record ModelProperties(
        @Nullable DefaultGeneration defaultGenerationSettings,
        @Nullable Integer totalSlots,
        @Nullable String modelAlias,
        @Nullable String modelFtype,
        @Nullable String modelPath,
        @Nullable Modalities modalities,
        @Nullable String mediaMarker,
        @Nullable Boolean endpointSlots,
        @Nullable Boolean endpointProps,
        @Nullable Boolean endpointMetrics,
        @Nullable Boolean ui,
        @Nullable JsonNode uiSettings,
        @Nullable String chatTemplate,
        @Nullable String chatTemplateToolUse,
        @Nullable TemplateCapabilities chatTemplateCaps,
        @Nullable String bosToken,
        @Nullable String eosToken,
        @Nullable String buildInfo,
        @Nullable Boolean isSleeping,
        @Nullable Boolean corsProxyEnabled,
        @Nullable String role) {

    /// The defaults of a request.
    ///
    /// @param params what a request uses that says nothing
    /// @param contextSize tokens that one request may have, prompt and answer together
    @WireRecord
    public record DefaultGeneration(
            @Nullable GenerationSettings params,
            @JsonProperty("n_ctx") @Nullable Integer contextSize) {}

    /// What the model takes besides text.
    @WireRecord
    public record Modalities(boolean vision, boolean video, boolean audio) {}

    /// What a chat template can express.
    ///
    /// @param supportsObjectArguments   arguments of tool calls as objects, not as text
    /// @param supportsParallelToolCalls several calls in one message
    /// @param supportsPreserveReasoning earlier thoughts in later prompts
    /// @param supportsReasoningEffort   how much to think
    /// @param supportsStringContent     messages whose content is a text
    /// @param supportsSystemRole        a system message
    /// @param supportsToolCalls         calls in the history
    /// @param supportsTools             a list of tools
    /// @param supportsTypedContent      messages whose content is a list of parts
    @WireRecord
    public record TemplateCapabilities(
            boolean supportsObjectArguments,
            boolean supportsParallelToolCalls,
            boolean supportsPreserveReasoning,
            boolean supportsReasoningEffort,
            boolean supportsStringContent,
            boolean supportsSystemRole,
            boolean supportsToolCalls,
            boolean supportsTools,
            boolean supportsTypedContent) {}

    /// Tokens of context of one request; empty when the server did not say.
    public OptionalInt contextSize() {
        return defaultGenerationSettings == null || defaultGenerationSettings.contextSize() == null
                ? OptionalInt.empty()
                : OptionalInt.of(defaultGenerationSettings.contextSize());
    }
}
