package dev.recua.client.sse;

/// A stream held one event of more bytes than its reader allows.
public final class SseEventTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param maxEventBytes what was allowed
    public SseEventTooLarge(int maxEventBytes) {
        super(
                "One server-sent event is larger than the allowed "
                        + maxEventBytes
                        + " bytes; the sender is not a chat stream, or the limit is too low.");
    }
}
