package dev.recua.client.recovery;

import dev.recua.client.wire.ChatMessage;
import java.util.List;

/// How many tokens a conversation takes, its template and tools included.
@FunctionalInterface
public interface TokenCount {
    /// Counts, or estimates.
    int of(List<ChatMessage> messages) throws InterruptedException;
}
