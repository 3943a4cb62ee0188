package dev.recua.client;

import dev.recua.client.chat.ChatCalls;
import dev.recua.client.chat.EventSource;
import dev.recua.client.monitor.MeasuredRequest;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The calls of one request, which counts how often it is sent again, whatever becomes of it.
final class CountedCalls implements ChatCalls {
    private final ChatCalls calls;
    private final MeasuredRequest request;
    private final AtomicBoolean sent = new AtomicBoolean();

    CountedCalls(ChatCalls calls, MeasuredRequest request) {
        this.calls = calls;
        this.request = request;
    }

    private void count() {
        if (!sent.compareAndSet(false, true)) request.retried();
    }

    @Override
    public ChatResponse chat(ChatRequest asked, Duration limit) throws InterruptedException {
        count();
        return calls.chat(asked, limit);
    }

    @Override
    public EventSource stream(ChatRequest asked, Duration limit) throws InterruptedException {
        count();
        return calls.stream(asked, limit);
    }

    @Override
    public List<String> models() throws InterruptedException {
        return calls.models();
    }

    @Override
    public int countTokens(ChatRequest asked, List<ChatMessage> messages)
            throws InterruptedException {
        return calls.countTokens(asked, messages);
    }
}
