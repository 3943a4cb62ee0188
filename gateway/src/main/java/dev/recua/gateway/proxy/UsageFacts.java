package dev.recua.gateway.proxy;

import dev.recua.gateway.requests.Usage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The numbers that an answer has named so far, and what they mean together.
///
/// 1. `timings` is what llama-server measured, and wins: the prompt is what it read (`prompt_n`)
///    and what it had (`cache_n`).
/// 2. `usage` is next. Anthropic counts cached tokens beside `input_tokens`, OpenAI within.
/// 3. `tokens_predicted` and `tokens_evaluated` of the engine's own dialect are last.
///
/// In a stream a later number replaces an earlier one of the same key. A native answer that says
/// `stop` is complete; several of them, one for each prompt, add up. Not thread-safe.
final class UsageFacts {
    private static final double UNKNOWN = -1;

    private final double[] numbers = new double[UsageKey.values().length];
    private boolean stopped;
    private Usage complete = Usage.NONE;
    private int parts;

    UsageFacts() {
        Arrays.fill(numbers, UNKNOWN);
    }

    /// Takes one number; anything that cannot be a count is left out.
    void number(UsageKey key, double value) {
        numbers[key.ordinal()] = value >= 0 && value <= Integer.MAX_VALUE ? value : UNKNOWN;
    }

    /// A native answer says whether it is complete.
    void stopped(boolean now) {
        stopped = now;
    }

    /// An answer, an event, or one of several answers has ended.
    void ended() {
        if (stopped && numbers[UsageKey.TOKENS_PREDICTED.ordinal()] >= 0) {
            complete = parts == 0 ? current() : complete.plus(current());
            parts++;
            Arrays.fill(numbers, UNKNOWN);
        }
        stopped = false;
    }

    /// What is known by now.
    Usage usage() {
        return parts > 0 ? complete : current();
    }

    private Usage current() {
        Double rate = value(UsageKey.PREDICTED_PER_SECOND);
        return new Usage(
                prompt(),
                count(UsageKey.CACHE_N, UsageKey.CACHED_TOKENS, UsageKey.CACHE_READ),
                count(
                        UsageKey.PREDICTED_N,
                        UsageKey.COMPLETION_TOKENS,
                        UsageKey.OUTPUT_TOKENS,
                        UsageKey.TOKENS_PREDICTED),
                rate == null || rate == 0 ? null : rate); // 0: one token, nothing to measure
    }

    private @Nullable Integer prompt() {
        Double cached = value(UsageKey.CACHE_N);
        Double read = value(UsageKey.PROMPT_N);
        if (cached != null && read != null) return (int) (cached + read);
        Double input = value(UsageKey.INPUT_TOKENS);
        if (input != null) return (int) (input + besideInput());
        return count(UsageKey.PROMPT_TOKENS, UsageKey.TOKENS_EVALUATED, UsageKey.PROMPT_N);
    }

    private double besideInput() {
        return Math.max(0, numbers[UsageKey.CACHE_READ.ordinal()])
                + Math.max(0, numbers[UsageKey.CACHE_CREATION.ordinal()]);
    }

    private @Nullable Integer count(UsageKey... inOrder) {
        for (UsageKey key : inOrder) {
            Double value = value(key);
            if (value != null) return value.intValue();
        }
        return null;
    }

    private @Nullable Double value(UsageKey key) {
        double number = numbers[key.ordinal()];
        return number < 0 ? null : Double.valueOf(number);
    }
}
