package dev.recua.client.recovery;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Shortens a conversation so that it fits and leaves room for the answer: the oldest turns are
/// left
/// out, as few as possible; system messages, the last message of the user and the last round of
/// tool calls stay, and no result parts from its call.
public final class Truncation {
    /// Room for an answer whose length the request leaves open: a quarter of the context, at most
    /// this.
    static final int OPEN_ANSWER = 1024;

    private Truncation() {}

    /// What is left of a conversation.
    ///
    /// @param messages what is kept, in order
    /// @param leftOut  how many messages are not
    /// @param tokens   what the kept ones take
    public record Shortened(List<ChatMessage> messages, int leftOut, int tokens) {
        public Shortened {
            messages = List.copyOf(messages);
        }
    }

    /// How many tokens the prompt may take, so that the answer fits behind it: the context less
    /// `max_tokens`, where an answer gets half of the context at most, for many programs ask for
    /// more than there is.
    ///
    /// @param contextSize tokens of the model's context, at least 4
    public static int room(ChatRequest request, int contextSize) {
        if (contextSize < 4) {
            throw new IllegalArgumentException("contextSize must be at least 4: " + contextSize);
        }
        int asked = maxTokens(request);
        int answer =
                asked > 0
                        ? Math.min(asked, contextSize / 2)
                        : Math.min(OPEN_ANSWER, contextSize / 4);
        return contextSize - answer;
    }

    private static int maxTokens(ChatRequest request) {
        JsonNode json = WireJson.mapper().valueToTree(request);
        int old = json.path("max_tokens").asInt(0);
        return old > 0 ? old : json.path("max_completion_tokens").asInt(0);
    }

    /// The longest end of a conversation that takes at most `room` tokens, without at least one
    /// turn; empty when even what must stay does not fit, or when nothing may be left out. Counts
    /// about as often as the number of turns has binary digits.
    public static Optional<Shortened> shorten(
            List<ChatMessage> messages, int room, TokenCount count) throws InterruptedException {
        Turns turns = Turns.of(messages);
        if (turns.count() == 0) return Optional.empty();
        int least = 1;
        int most = turns.count();
        int tokens = count.of(turns.without(most));
        if (tokens > room) return Optional.empty();
        while (least < most) {
            int middle = (least + most) / 2;
            int counted = count.of(turns.without(middle));
            if (counted <= room) {
                most = middle;
                tokens = counted;
            } else {
                least = middle + 1;
            }
        }
        List<ChatMessage> kept = turns.without(most);
        return Optional.of(new Shortened(kept, messages.size() - kept.size(), tokens));
    }
}
