package dev.recua.client;

import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;

/// How a client's chats reach its provider: directly, or mended by its recovery.
interface Patient {
    ChatResponse chat(ChatRequest request) throws InterruptedException;

    ChatStream stream(ChatRequest request) throws InterruptedException;
}
