package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.recua.client.wire.WireJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a native completion is made. What is not set is left to the engine. Immutable; equal when
/// the same is set.
///
/// ```java
/// var options = CompletionOptions.of(it -> it.temperature(0).nPredict(64).stop("\n"));
/// ```
///
/// The names are the engine's in Java's spelling (`nPredict` is `n_predict`); [Choice#set] takes
/// one that a newer engine knows.
public final class CompletionOptions {
    /// Nothing set.
    public static final CompletionOptions NONE = new CompletionOptions(Map.of());

    private final Map<String, JsonNode> fields;

    private CompletionOptions(Map<String, JsonNode> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// These options.
    public static CompletionOptions of(Consumer<Choice> options) {
        var chosen = new Choice();
        options.accept(chosen);
        return new CompletionOptions(chosen.fields);
    }

    /// What is set, under the names of the wire, in the order in which it was set.
    @JsonValue
    public Map<String, JsonNode> fields() {
        return fields;
    }

    /// How many answers each prompt gets.
    int answers() {
        @Nullable JsonNode wanted = fields.get("n_cmpl");
        if (wanted == null) wanted = fields.get("n");
        return wanted == null ? 1 : Math.max(1, wanted.asInt(1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompletionOptions options && options.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "CompletionOptions" + fields;
    }

    /// The options while they are being chosen; not thread-safe. A later call with the same name
    /// counts.
    public static final class Choice {
        private final Map<String, JsonNode> fields = new LinkedHashMap<>();

        private Choice() {}

        /// The most tokens to generate; -1 is no limit, 0 only reads the prompt.
        public Choice nPredict(int tokens) {
            return whole("n_predict", tokens, -1);
        }

        /// 0 always takes the likeliest token; never negative.
        public Choice temperature(double value) {
            return atLeast("temperature", value, 0);
        }

        /// How far the temperature moves with how sure the model is; 0 is off.
        public Choice dynatemp(double range, double exponent) {
            return atLeast("dynatemp_range", range, 0).number("dynatemp_exponent", exponent);
        }

        /// Only the likeliest `k` tokens; 0 is off.
        public Choice topK(int k) {
            return whole("top_k", k, 0);
        }

        /// Only the likeliest tokens up to this share, 0 to 1; 1 is off.
        public Choice topP(double share) {
            return share("top_p", share);
        }

        /// Only tokens at least this share as likely as the likeliest, 0 to 1; 0 is off.
        public Choice minP(double share) {
            return share("min_p", share);
        }

        /// Only tokens within so many standard deviations of the likeliest; -1 is off.
        public Choice topNSigma(double deviations) {
            return number("top_n_sigma", deviations);
        }

        /// Locally typical sampling, 0 to 1; 1 is off.
        public Choice typicalP(double share) {
            return share("typical_p", share);
        }

        /// Leaves out the likeliest tokens above `threshold` with this probability; 0 is off.
        public Choice xtc(double probability, double threshold) {
            return share("xtc_probability", probability).share("xtc_threshold", threshold);
        }

        /// Makes tokens of the last `lastN` less likely.
        ///
        /// @param penalty 1 is off
        /// @param lastN   0 is off, -1 the whole context
        public Choice repeatPenalty(double penalty, int lastN) {
            return atLeast("repeat_penalty", penalty, 0).whole("repeat_last_n", lastN, -1);
        }

        /// Makes tokens that came already less likely; 0 is off.
        public Choice presencePenalty(double penalty) {
            return number("presence_penalty", penalty);
        }

        /// Makes tokens less likely the more often they came; 0 is off.
        public Choice frequencyPenalty(double penalty) {
            return number("frequency_penalty", penalty);
        }

        /// DRY: makes longer repetitions less likely.
        ///
        /// @param multiplier    0 is off
        /// @param base          how fast it grows
        /// @param allowedLength tokens that may repeat freely
        /// @param lastN         tokens it looks at; -1 the whole context
        public Choice dry(double multiplier, double base, int allowedLength, int lastN) {
            return atLeast("dry_multiplier", multiplier, 0)
                    .number("dry_base", base)
                    .whole("dry_allowed_length", allowedLength, 0)
                    .whole("dry_penalty_last_n", lastN, -1);
        }

        /// Texts at which DRY begins anew.
        public Choice drySequenceBreakers(String... texts) {
            return set("dry_sequence_breakers", List.of(texts));
        }

        /// Mirostat.
        ///
        /// @param version 0 is off, 1 or 2
        /// @param tau     target entropy, 0 to 10
        /// @param eta     learning rate, 0 to 1
        public Choice mirostat(int version, double tau, double eta) {
            if (version < 0 || version > 2) {
                throw new IllegalArgumentException("mirostat is 0, 1 or 2, was " + version);
            }
            return set("mirostat", version)
                    .atLeast("mirostat_tau", tau, 0)
                    .share("mirostat_eta", eta);
        }

        /// Makes sampling repeatable on one machine; -1 is another seed each time.
        public Choice seed(long seed) {
            return set("seed", seed);
        }

        /// The samplers to use, in this order.
        public Choice samplers(String... names) {
            return set("samplers", List.of(names));
        }

        /// Texts that end the answer, and are no part of it.
        public Choice stop(String... texts) {
            return set("stop", List.of(texts));
        }

        /// The answer keeps to this grammar (GBNF).
        public Choice grammar(String gbnf) {
            return set("grammar", gbnf);
        }

        /// The answer keeps to this JSON schema.
        public Choice jsonSchema(JsonNode schema) {
            return set("json_schema", schema);
        }

        /// Adds to the likelihood of tokens, by their number; `false` in place of a number forbids
        /// one, which is what an infinite negative bias does here.
        public Choice logitBias(Map<Integer, Double> bias) {
            List<List<Object>> pairs =
                    bias.entrySet().stream()
                            .map(it -> List.<Object>of(it.getKey(), biasOf(it.getValue())))
                            .toList();
            return set("logit_bias", pairs);
        }

        private static Object biasOf(double bias) {
            if (bias == Double.NEGATIVE_INFINITY) return false;
            if (!Double.isFinite(bias)) {
                throw new IllegalArgumentException("a bias must be a number, was " + bias);
            }
            return bias;
        }

        /// Whether it goes on after the model said that it is done.
        public Choice ignoreEos(boolean value) {
            return set("ignore_eos", value);
        }

        /// How many answers each prompt gets, at most the server's slots.
        public Choice answers(int count) {
            return whole("n_cmpl", count, 1);
        }

        /// How many of the likeliest tokens are told with each token.
        public Choice nProbs(int count) {
            return whole("n_probs", count, 0);
        }

        /// Whether the probabilities told are those after sampling.
        public Choice postSamplingProbs(boolean value) {
            return set("post_sampling_probs", value);
        }

        /// Tokens that the samplers leave at least.
        public Choice minKeep(int tokens) {
            return whole("min_keep", tokens, 0);
        }

        /// Tokens of the prompt that stay when the context is shifted; -1 all.
        public Choice nKeep(int tokens) {
            return whole("n_keep", tokens, -1);
        }

        /// The longest time to generate after the first line end.
        public Choice maxPredictTime(java.time.Duration limit) {
            return set("t_max_predict_ms", limit.toMillis());
        }

        /// The slot to use; -1 is any.
        public Choice idSlot(int slot) {
            return whole("id_slot", slot, -1);
        }

        /// Whether what the slot knows of the prompt already is used.
        public Choice cachePrompt(boolean value) {
            return set("cache_prompt", value);
        }

        /// Whether an answer in one piece tells its tokens as well.
        public Choice returnTokens(boolean value) {
            return set("return_tokens", value);
        }

        /// Whether a stream tells how far the prompt was read.
        public Choice returnProgress(boolean value) {
            return set("return_progress", value);
        }

        /// Whether each piece of a stream carries timings.
        public Choice timingsPerToken(boolean value) {
            return set("timings_per_token", value);
        }

        /// The adapters to apply, instead of those that are set for all.
        public Choice lora(LoraScale... scales) {
            return set("lora", List.of(scales));
        }

        /// Any field by its name on the wire, for what has no method here.
        ///
        /// @throws IllegalArgumentException for the prompt and `stream`, which the request itself
        ///     says
        public Choice set(String name, Object value) {
            if (List.of("prompt", "stream", "model").contains(name)) {
                throw new IllegalArgumentException(name + " is not an option: the request says it");
            }
            fields.put(name, WireJson.mapper().valueToTree(value));
            return this;
        }

        private Choice whole(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(
                        "%s must be at least %d, was %d".formatted(name, least, value));
            }
            return set(name, value);
        }

        private Choice number(String name, double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " must be a number, was " + value);
            }
            return set(name, value);
        }

        private Choice atLeast(String name, double value, double least) {
            if (value < least) {
                throw new IllegalArgumentException(
                        "%s must be at least %s, was %s".formatted(name, least, value));
            }
            return number(name, value);
        }

        private Choice share(String name, double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "%s must be 0 to 1, was %s".formatted(name, value));
            }
            return number(name, value);
        }
    }
}
