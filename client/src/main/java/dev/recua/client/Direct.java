package dev.recua.client;

import dev.recua.client.chat.ChatCalls;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.time.Duration;
import java.util.List;

/// One request for each call, and what it gives: no second try.
///
/// @param limit of a whole answer; in a stream, of the silence between two events
record Direct(ChatCalls calls, Duration limit) implements Patient {
    @Override
    public ChatResponse chat(ChatRequest request) throws InterruptedException {
        return calls.chat(request, limit);
    }

    @Override
    public ChatStream stream(ChatRequest request) throws InterruptedException {
        return new ChatStream(calls.stream(request, limit), List::of);
    }
}
