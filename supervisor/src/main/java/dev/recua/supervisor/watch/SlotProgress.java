package dev.recua.supervisor.watch;

import java.util.OptionalLong;

/// How far one slot of llama-server is. Whether it changed is what matters: counters begin again
/// with each request.
///
/// @param id         of the slot
/// @param processing whether it works on a request
/// @param task       the request's number (`id_task`); empty when it has had none
/// @param prompt     prompt tokens processed (`n_prompt_tokens_processed`); empty when not told
/// @param pending    prompt tokens of the batch that is computed now, which count as processed only
///     when all of it is (`n_prompt_tokens` less the processed and the cached ones); 0 when none
///     are, and from the first generated token on
/// @param decoded    tokens generated (`next_token[].n_decoded`, summed); empty when not told
public record SlotProgress(
        int id,
        boolean processing,
        OptionalLong task,
        OptionalLong prompt,
        long pending,
        OptionalLong decoded) {

    public SlotProgress {
        if (pending < 0) throw new IllegalArgumentException("pending is negative: " + pending);
    }

    /// One that works on nothing and never did.
    public static SlotProgress idle(int id) {
        return new SlotProgress(
                id, false, OptionalLong.empty(), OptionalLong.empty(), 0, OptionalLong.empty());
    }

    /// One that reads the prompt of `task`.
    public static SlotProgress reading(int id, long task, long prompt, long pending) {
        return new SlotProgress(
                id,
                true,
                OptionalLong.of(task),
                OptionalLong.of(prompt),
                pending,
                OptionalLong.of(0));
    }

    /// One that generates the answer of `task`.
    public static SlotProgress generating(int id, long task, long prompt, long decoded) {
        return new SlotProgress(
                id,
                true,
                OptionalLong.of(task),
                OptionalLong.of(prompt),
                0,
                OptionalLong.of(decoded));
    }

    /// Whether standing still can be seen at all: a build that does not count processed prompt
    /// tokens shows nothing between the start of a prompt and its first token.
    boolean countsProgress() {
        return prompt.isPresent() || decoded.orElse(0) > 0;
    }
}
