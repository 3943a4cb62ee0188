package dev.recua.gateway.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of an answer under which an engine says what it counted, and the object in which each
/// counts: the same word elsewhere, or in a text, says nothing.
///
/// From answers of llama-server 0.7.0 (golden files) and the reference pages of OpenAI's and
/// Anthropic's APIs.
enum UsageKey {
    USAGE(UsagePlace.ROOT, "usage"),
    TIMINGS(UsagePlace.ROOT, "timings"),
    RESPONSE(UsagePlace.ROOT, "response"),
    MESSAGE(UsagePlace.ROOT, "message"),
    TOKENS_PREDICTED(UsagePlace.ROOT, "tokens_predicted"),
    TOKENS_EVALUATED(UsagePlace.ROOT, "tokens_evaluated"),
    STOP(UsagePlace.ROOT, "stop"),
    INNER_USAGE(UsagePlace.ENVELOPE, "usage"),
    PROMPT_TOKENS(UsagePlace.USAGE, "prompt_tokens"),
    COMPLETION_TOKENS(UsagePlace.USAGE, "completion_tokens"),
    INPUT_TOKENS(UsagePlace.USAGE, "input_tokens"),
    OUTPUT_TOKENS(UsagePlace.USAGE, "output_tokens"),
    CACHE_READ(UsagePlace.USAGE, "cache_read_input_tokens"),
    CACHE_CREATION(UsagePlace.USAGE, "cache_creation_input_tokens"),
    PROMPT_DETAILS(UsagePlace.USAGE, "prompt_tokens_details"),
    INPUT_DETAILS(UsagePlace.USAGE, "input_tokens_details"),
    CACHED_TOKENS(UsagePlace.DETAILS, "cached_tokens"),
    CACHE_N(UsagePlace.TIMINGS, "cache_n"),
    PROMPT_N(UsagePlace.TIMINGS, "prompt_n"),
    PREDICTED_N(UsagePlace.TIMINGS, "predicted_n"),
    PREDICTED_PER_SECOND(UsagePlace.TIMINGS, "predicted_per_second");

    /// Longest of them.
    static final int LONGEST = 32;

    private static final List<UsageKey> ALL = List.of(values());

    private final UsagePlace place;
    private final String name;

    UsageKey(UsagePlace place, String name) {
        this.place = place;
        this.name = name;
    }

    /// The key of this name in this object, if it is one of ours.
    static @Nullable UsageKey find(UsagePlace place, byte[] name, int length) {
        for (int at = 0; at < ALL.size(); at++) {
            UsageKey key = ALL.get(at);
            if (key.place == place && key.name.length() == length && key.isIn(name)) return key;
        }
        return null;
    }

    private boolean isIn(byte[] word) {
        for (int at = 0; at < name.length(); at++) {
            if (name.charAt(at) != word[at]) return false;
        }
        return true;
    }

    /// The object that begins under this key, if it is one that we look into.
    @Nullable UsagePlace object() {
        return switch (this) {
            case USAGE, INNER_USAGE -> UsagePlace.USAGE;
            case TIMINGS -> UsagePlace.TIMINGS;
            case RESPONSE, MESSAGE -> UsagePlace.ENVELOPE;
            case PROMPT_DETAILS, INPUT_DETAILS -> UsagePlace.DETAILS;
            default -> null;
        };
    }
}
