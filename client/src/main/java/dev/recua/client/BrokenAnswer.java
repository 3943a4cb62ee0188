package dev.recua.client;

/// An answer began, or should have, and is not whole: the connection ended early, or what came is
/// not what the route answers. What was received before must not be taken for the whole answer.
public final class BrokenAnswer extends RecuaException {
    private static final long serialVersionUID = 1L;

    BrokenAnswer(String message) {
        super(message);
    }

    BrokenAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
