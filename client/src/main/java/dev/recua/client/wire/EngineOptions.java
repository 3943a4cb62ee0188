package dev.recua.client.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What only llama-server understands of a request. What is null is not sent; other providers may
/// refuse what is.
///
/// @param grammar GBNF that every answer must keep; not together with `jsonSchema`
/// @param jsonSchema a JSON schema that every answer must keep
/// @param cachePrompt whether to reuse what is left of an earlier prompt; the server does by
/// default
/// @param idSlot which slot must answer, from 0; -1 is any
/// @param timingsPerToken whether every chunk of a stream carries timings
/// @param returnProgress whether a stream tells how far the prompt has been read
/// @param ignoreEos whether to go on after the model's end of text, up to the token limit
/// @param reasoningFormat what becomes of thoughts: `none` leaves them in the text, `deepseek` or
///     `auto` puts them into `reasoning_content`
/// @param chatTemplateKwargs what the model's chat template may look at, such as
///     `{"enable_thinking":false}`
@WireRecord
public record EngineOptions(
        @Nullable String grammar,
        @Nullable JsonNode jsonSchema,
        @Nullable Boolean cachePrompt,
        @Nullable Integer idSlot,
        @Nullable Boolean timingsPerToken,
        @Nullable Boolean returnProgress,
        @Nullable Boolean ignoreEos,
        @Nullable String reasoningFormat,
        @Nullable JsonNode chatTemplateKwargs) {
    public EngineOptions {
        if (grammar != null && jsonSchema != null) {
            throw new IllegalArgumentException(
                    "grammar and jsonSchema are both set: an answer can keep only one of them");
        }
        Check.atLeast("idSlot", idSlot, -1);
    }
}
