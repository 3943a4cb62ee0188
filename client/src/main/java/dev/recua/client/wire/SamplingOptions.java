package dev.recua.client.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a request wants its tokens chosen. What is null is not sent, and the server's own default
/// holds. Only the first two, the two penalties `frequency_penalty` and `presence_penalty`, the
/// seed
/// and the biases are OpenAI's; the others are llama.cpp's, and a provider of another kind may
/// refuse them. Names and meanings: llama-server's `/completion`.
///
/// @param temperature 0 always takes the likeliest token; never negative
/// @param topP keep the likeliest tokens up to this share, 0 to 1
/// @param frequencyPenalty for tokens by how often they came, -2 to 2
/// @param presencePenalty for tokens that came at all, -2 to 2
/// @param seed makes sampling repeatable on one machine
/// @param logitBias what to add to a token's logit, by the token's number (llama-server takes its
///     text too); -100 as good as forbids it, and 100 as good as demands it
/// @param topK keep so many of the likeliest tokens; 0 keeps all
/// @param minP keep tokens of at least this share of the likeliest one's probability, 0 to 1
/// @param typicalP locally typical sampling, 0 to 1; 1 is off
/// @param repeatPenalty for tokens that came in the last `repeatLastN`; 1 is off
/// @param repeatLastN how far `repeatPenalty` looks back; 0 is off, -1 the whole context
/// @param mirostat 0 off, 1 Mirostat, 2 Mirostat 2.0; where it is on, top-k, top-p and typical-p do
///     nothing
/// @param mirostatTau the entropy that Mirostat aims at
/// @param mirostatEta how fast Mirostat learns
@WireRecord
public record SamplingOptions(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Long seed,
        @Nullable Map<String, Double> logitBias,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double typicalP,
        @Nullable Double repeatPenalty,
        @Nullable Integer repeatLastN,
        @Nullable Integer mirostat,
        @Nullable Double mirostatTau,
        @Nullable Double mirostatEta) {
    public SamplingOptions {
        Check.atLeast("temperature", temperature, 0);
        Check.range("topP", topP, 0, 1);
        Check.range("frequencyPenalty", frequencyPenalty, -2, 2);
        Check.range("presencePenalty", presencePenalty, -2, 2);
        Check.atLeast("topK", topK, 0);
        Check.range("minP", minP, 0, 1);
        Check.range("typicalP", typicalP, 0, 1);
        Check.atLeast("repeatPenalty", repeatPenalty, 0);
        Check.atLeast("repeatLastN", repeatLastN, -1);
        if (mirostat != null && (mirostat < 0 || mirostat > 2)) {
            throw new IllegalArgumentException("mirostat must be 0, 1 or 2, was " + mirostat);
        }
        Check.atLeast("mirostatTau", mirostatTau, 0);
        Check.atLeast("mirostatEta", mirostatEta, 0);
        logitBias =
                logitBias == null
                        ? null
                        : Collections.unmodifiableMap(new LinkedHashMap<>(logitBias));
    }

    /// These options, and where they leave something open, the others.
    public SamplingOptions orElse(SamplingOptions others) {
        return new SamplingOptions(
                or(temperature, others.temperature),
                or(topP, others.topP),
                or(frequencyPenalty, others.frequencyPenalty),
                or(presencePenalty, others.presencePenalty),
                or(seed, others.seed),
                or(logitBias, others.logitBias),
                or(topK, others.topK),
                or(minP, others.minP),
                or(typicalP, others.typicalP),
                or(repeatPenalty, others.repeatPenalty),
                or(repeatLastN, others.repeatLastN),
                or(mirostat, others.mirostat),
                or(mirostatTau, others.mirostatTau),
                or(mirostatEta, others.mirostatEta));
    }

    private static <T> @Nullable T or(@Nullable T value, @Nullable T otherwise) {
        return value == null ? otherwise : value;
    }
}
