package dev.recua.client.wire;

/// How far llama-server has read a prompt; only when asked for
/// ([ChatRequest.Options#returnProgress()]), in chunks before the first token.
///
/// @param total tokens of the prompt
/// @param cache of these, found in the cache
/// @param processed of these, done so far, those of the cache among them
/// @param timeMs milliseconds since it began
@WireRecord
public record PromptProgress(int total, int cache, int processed, long timeMs) {
    /// How much is done, 0 to 1; 1 for an empty prompt.
    public double share() {
        return total < 1 ? 1 : Math.min(1, (double) processed / total);
    }
}
