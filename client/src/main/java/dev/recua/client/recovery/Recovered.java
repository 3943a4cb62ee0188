package dev.recua.client.recovery;

import dev.recua.client.error.ErrorType;
import dev.recua.client.wire.Recovery;

/// What was done so that a request got its answer: told with the answer, because the caller may
/// want
/// to know that another model answered, or that part of the conversation was left out.
///
/// @param after  the failure that it mends
/// @param action what was done
/// @param detail in words, such as `left out 4 of 12 messages, 3,812 of 4,096 tokens remain`
public record Recovered(ErrorType after, Action action, String detail) implements Recovery {
    /// What can be done about a failure.
    public enum Action {
        RETRIED,
        WAITED_FOR_MODEL,
        USED_FIRST_AVAILABLE_MODEL,
        TRUNCATED_CONTEXT,
        USED_NON_STREAMING,
        MERGED_MESSAGES,
        USED_OTHER_PROVIDER
    }
}
