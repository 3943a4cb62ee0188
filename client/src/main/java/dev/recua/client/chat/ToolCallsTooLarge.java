package dev.recua.client.chat;

/// An answer wants more called, or with longer arguments, than its reader holds back.
public final class ToolCallsTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What grew too large.
    ///
    /// @param what such as `characters of arguments`
    /// @param limit how much is allowed
    public ToolCallsTooLarge(String what, int limit) {
        super(
                "The answer's tool calls have more than the allowed %,d %s: the model repeats itself, or the server is broken. Ask again with a lower maxTokens."
                        .formatted(limit, what));
    }
}
