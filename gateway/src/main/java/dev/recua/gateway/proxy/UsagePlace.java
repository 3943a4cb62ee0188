package dev.recua.gateway.proxy;

/// Where in an answer we are, as far as it matters for what an engine counted.
enum UsagePlace {
    /// Outside of any JSON text.
    OUTSIDE,
    /// In an array at the top: several prompts in one request give several answers.
    ITEMS,
    /// In an answer, or one event of it.
    ROOT,
    /// In the `response` or `message` of an event that wraps the answer.
    ENVELOPE,
    /// In `usage`.
    USAGE,
    /// In `usage.prompt_tokens_details` and the like.
    DETAILS,
    /// In llama-server's `timings`.
    TIMINGS
}
