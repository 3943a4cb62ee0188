package dev.recua.gateway.proxy;

import dev.recua.gateway.requests.Usage;
import java.util.EnumMap;
import java.util.Map;
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
    private final Map<UsageKey, Double> numbers = new EnumMap<>(UsageKey.class);
    private boolean stopped;
    private Usage complete = Usage.NONE;
    private int parts;

    /// Takes one number; anything that cannot be a count is left out.
    void number(UsageKey key, double value) {
        if (value >= 0 && value <= Integer.MAX_VALUE) numbers.put(key, value);
        else numbers.remove(key);
    }

    /// A native answer says whether it is complete.
    void stopped(boolean now) {
        stopped = now;
    }

    /// An answer, an event, or one of several answers has ended.
    void ended() {
        if (stopped && numbers.containsKey(UsageKey.TOKENS_PREDICTED)) {
            complete = parts == 0 ? current() : complete.plus(current());
            parts++;
            numbers.clear();
        }
        stopped = false;
    }

    /// What is known by now.
    Usage usage() {
        return parts > 0 ? complete : current();
    }

    private Usage current() {
        Double rate = numbers.get(UsageKey.PREDICTED_PER_SECOND);
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
        Double cached = numbers.get(UsageKey.CACHE_N);
        Double read = numbers.get(UsageKey.PROMPT_N);
        if (cached != null && read != null) return (int) (cached + read);
        Double input = numbers.get(UsageKey.INPUT_TOKENS);
        if (input != null) return (int) (input + besideInput());
        return count(UsageKey.PROMPT_TOKENS, UsageKey.TOKENS_EVALUATED, UsageKey.PROMPT_N);
    }

    private double besideInput() {
        return numbers.getOrDefault(UsageKey.CACHE_READ, 0.0)
                + numbers.getOrDefault(UsageKey.CACHE_CREATION, 0.0);
    }

    private @Nullable Integer count(UsageKey... inOrder) {
        for (UsageKey key : inOrder) {
            Double value = numbers.get(key);
            if (value != null) return value.intValue();
        }
        return null;
    }
}
