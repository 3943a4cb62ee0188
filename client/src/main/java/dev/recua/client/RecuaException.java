package dev.recua.client;

/// Why a request to a gateway gave no answer. Every case is its own type.
public abstract sealed class RecuaException extends RuntimeException
        permits ApiException, BrokenAnswer, GatewayUnreachable {
    private static final long serialVersionUID = 1L;

    RecuaException(String message) {
        super(message);
    }

    RecuaException(String message, Throwable cause) {
        super(message, cause);
    }
}
