package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which functions the model may call. What is null is not sent.
///
/// @param tools a list of [ToolDefinition]s, or of other kinds of tools that a provider knows
/// @param toolChoice a [ToolChoice]
/// @param parallelToolCalls whether one answer may call several
@WireRecord
public record ToolOptions(
        @Nullable JsonNode tools,
        @Nullable JsonNode toolChoice,
        @Nullable Boolean parallelToolCalls) {}
