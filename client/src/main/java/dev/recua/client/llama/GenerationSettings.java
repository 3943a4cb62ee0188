package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How an engine generates: its defaults (`/props`), a slot's (`/slots`), or what one completion
/// really used. What the engine did not say is null; the ranges and meanings are those of the
/// server's own page on `POST /completion`.
///
/// @param seed                -1, which the engine writes as 4294967295, is another one each time
/// @param temperature         0 takes the likeliest token
/// @param dynatempRange       0 is off
/// @param dynatempExponent    only with `dynatempRange`
/// @param topK                0 is off
/// @param topP                1 is off
/// @param minP                0 is off
/// @param topNSigma           -1 is off
/// @param xtcProbability      0 is off
/// @param xtcThreshold        above 0.5 is off
/// @param typicalP            1 is off
/// @param repeatLastN         tokens that the penalties look at; 0 none, -1 the whole context
/// @param repeatPenalty       1 is off
/// @param presencePenalty     0 is off
/// @param frequencyPenalty    0 is off
/// @param dryMultiplier       0 is off
/// @param dryBase             only with `dryMultiplier`
/// @param dryAllowedLength    tokens that may repeat freely
/// @param dryPenaltyLastN     tokens that DRY looks at
/// @param drySequenceBreakers texts at which DRY begins anew
/// @param mirostat            0 off, 1 or 2 its version
/// @param mirostatTau         target entropy
/// @param mirostatEta         learning rate
/// @param adaptiveTarget      -1 is off
/// @param adaptiveDecay       only with `adaptiveTarget`
/// @param stop                texts that end the answer
/// @param maxTokens           as `nPredict`
/// @param nPredict            the most tokens to generate; -1 without limit
/// @param nKeep               tokens of the prompt kept when the context is shifted
/// @param nDiscard            tokens dropped when the context is shifted; 0 is half
/// @param ignoreEos           whether it goes on after the model's end
/// @param stream              whether the answer was one
/// @param logitBias           as the engine writes it
/// @param nProbs              how many likeliest tokens are told with each
/// @param minKeep             tokens that samplers leave at least
/// @param grammar             GBNF, empty without one
/// @param grammarLazy         whether the grammar begins at a trigger only
/// @param grammarTriggers     as the engine writes them
/// @param preservedTokens     special tokens that are written as text
/// @param chatFormat          how tool calls are read from the text
/// @param reasoningFormat     how thoughts are told
/// @param reasoningInContent  whether thoughts stay in the text
/// @param generationPrompt    what the template adds for the answer
/// @param samplers            in their order
/// @param speculativeTypes    how tokens are drafted, `none` without
/// @param timingsPerToken     whether each event of a stream carries timings
/// @param postSamplingProbs   whether probabilities are those after sampling
/// @param backendSampling     whether the device samples
/// @param lora                adapters of this request, with their scale
@WireRecord
public record GenerationSettings(
        @Nullable Long seed,
        @Nullable Double temperature,
        @Nullable Double dynatempRange,
        @Nullable Double dynatempExponent,
        @JsonProperty("top_k") @Nullable Integer topK,
        @JsonProperty("top_p") @Nullable Double topP,
        @JsonProperty("min_p") @Nullable Double minP,
        @JsonProperty("top_n_sigma") @Nullable Double topNSigma,
        @Nullable Double xtcProbability,
        @Nullable Double xtcThreshold,
        @JsonProperty("typical_p") @Nullable Double typicalP,
        @JsonProperty("repeat_last_n") @Nullable Integer repeatLastN,
        @Nullable Double repeatPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Double dryMultiplier,
        @Nullable Double dryBase,
        @Nullable Integer dryAllowedLength,
        @JsonProperty("dry_penalty_last_n") @Nullable Integer dryPenaltyLastN,
        @Nullable List<String> drySequenceBreakers,
        @Nullable Integer mirostat,
        @Nullable Double mirostatTau,
        @Nullable Double mirostatEta,
        @Nullable Double adaptiveTarget,
        @Nullable Double adaptiveDecay,
        @Nullable List<String> stop,
        @Nullable Integer maxTokens,
        @JsonProperty("n_predict") @Nullable Integer nPredict,
        @JsonProperty("n_keep") @Nullable Integer nKeep,
        @JsonProperty("n_discard") @Nullable Integer nDiscard,
        @Nullable Boolean ignoreEos,
        @Nullable Boolean stream,
        @Nullable JsonNode logitBias,
        @JsonProperty("n_probs") @Nullable Integer nProbs,
        @Nullable Integer minKeep,
        @Nullable String grammar,
        @Nullable Boolean grammarLazy,
        @Nullable JsonNode grammarTriggers,
        @Nullable JsonNode preservedTokens,
        @Nullable String chatFormat,
        @Nullable String reasoningFormat,
        @Nullable Boolean reasoningInContent,
        @Nullable String generationPrompt,
        @Nullable List<String> samplers,
        @JsonProperty("speculative.types") @Nullable String speculativeTypes,
        @Nullable Boolean timingsPerToken,
        @Nullable Boolean postSamplingProbs,
        @Nullable Boolean backendSampling,
        @Nullable List<LoraScale> lora) {
    public GenerationSettings {
        drySequenceBreakers = Absent.orNull(drySequenceBreakers);
        stop = Absent.orNull(stop);
        samplers = Absent.orNull(samplers);
        lora = Absent.orNull(lora);
    }
}
