package dev.recua.client.conversation;

import dev.recua.client.LlmClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ContentPart;
import dev.recua.client.wire.ToolCall;
import java.nio.charset.StandardCharsets;

/// How many tokens the prompt of a request has.
@FunctionalInterface
public interface TokenCounter {
    /// Counts.
    int count(ChatRequest request) throws InterruptedException;

    /// Asks the client's server, which counts with the model's own template and tokenizer
    /// (llama.cpp, Recua); an [#estimate()] where the provider has no way to count, or cannot just
    /// now: whether the server is there, the question itself will tell, with all its patience.
    static TokenCounter of(LlmClient client) {
        TokenCounter estimate = estimate();
        return request -> {
            try {
                return client.countTokens(request);
            } catch (UnsupportedOperationException | LlmException e) {
                return estimate.count(request);
            }
        };
    }

    /// No count, but a guess that is rather too high: one token for every 3 bytes of UTF-8 in
    /// texts,
    /// calls and tools, 4 for the frame of each message, and 1024 for each picture or sound.
    static TokenCounter estimate() {
        return request -> {
            long tokens = request.messages().stream().mapToLong(TokenCounter::estimated).sum();
            var tools = request.toolUse().tools();
            if (tools != null) tokens += ofText(tools.toString());
            return (int) Math.min(Integer.MAX_VALUE, tokens);
        };
    }

    private static long estimated(ChatMessage message) {
        long tokens = 4;
        for (ContentPart part : message.parts()) {
            tokens += part instanceof ContentPart.Text text ? ofText(text.text()) : 1024;
        }
        if (message.reasoningContent() != null) tokens += ofText(message.reasoningContent());
        for (ToolCall call : message.calls()) {
            tokens += ofText(call.name()) + ofText(call.arguments());
        }
        return tokens;
    }

    private static long ofText(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + 2L) / 3;
    }
}
