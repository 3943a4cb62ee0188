package dev.recua.gateway.body;

import java.io.IOException;

/// A body that was read and spooled can no longer be sent: its file fails, or it was closed
/// meanwhile.
///
/// The engine is not to blame.
public final class UnreadableBodyException extends IOException {
    UnreadableBodyException(String message, Throwable cause) {
        super(message, cause);
    }
}
