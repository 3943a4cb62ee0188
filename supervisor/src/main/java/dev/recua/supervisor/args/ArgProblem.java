package dev.recua.supervisor.args;

/// A word among the user's `args` that this llama-server cannot be started with. A lasting cause:
/// it stays until
/// the configuration or the engine changes.
///
/// @param word   the word
/// @param reason why, and what to do, for a person; holds no secret
public record ArgProblem(String word, String reason) {
    /// `args: --no-such-flag: …`.
    public String message() {
        return "args: " + word + ": " + reason;
    }
}
