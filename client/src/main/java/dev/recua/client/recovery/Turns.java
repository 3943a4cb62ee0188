package dev.recua.client.recovery;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which messages of a conversation can be left out, and in which order: the oldest first, always
/// as
/// much as belongs together.
///
/// Kept in any case: system messages, the last message of the user, and the last round of tool
/// calls with its results, which is what the model is to answer. What belongs together: before the
/// last question, a question with all that answered it (so that roles still alternate); after it,
/// one round of tool calls with its results. A result never parts from its call. Pure.
final class Turns {
    private static final int KEPT = -1;

    private final List<ChatMessage> messages;

    /// By message: the number of its group, or [#KEPT].
    private final int[] groups;

    private final int count;

    private Turns(List<ChatMessage> messages, int[] groups, int count) {
        this.messages = messages;
        this.groups = groups;
        this.count = count;
    }

    /// Looks at a conversation.
    static Turns of(List<ChatMessage> messages) {
        int[] groups = grouped(messages);
        joinCallsAndResults(messages, groups);
        return new Turns(messages, groups, numberAnew(groups));
    }

    /// How many groups can be left out.
    int count() {
        return count;
    }

    /// The conversation without its oldest `groups` groups.
    List<ChatMessage> without(int leftOut) {
        List<ChatMessage> kept = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (groups[i] == KEPT || groups[i] >= leftOut) kept.add(messages.get(i));
        }
        return List.copyOf(kept);
    }

    private static int[] grouped(List<ChatMessage> messages) {
        int question = lastQuestion(messages);
        int lastRound = lastRound(messages, question);
        int[] groups = new int[messages.size()];
        int group = 0;
        boolean answered = false;
        for (int i = 0; i < groups.length; i++) {
            ChatMessage message = messages.get(i);
            boolean afterwards = i > question;
            if (isInstruction(message) || i == question || i >= lastRound) {
                groups[i] = KEPT;
                continue;
            }
            boolean starts = afterwards ? message.is("assistant") : message.is("user") && answered;
            if (starts || (afterwards && i == question + 1)) group++;
            answered = !message.is("user");
            groups[i] = group;
        }
        return groups;
    }

    /// Where the last message of the user is; the last of all when there is none of the user.
    private static int lastQuestion(List<ChatMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).is("user")) return i;
        }
        return messages.size() - 1;
    }

    /// Where the last round after the question begins; behind the end when there is none.
    private static int lastRound(List<ChatMessage> messages, int question) {
        for (int i = messages.size() - 1; i > question; i--) {
            if (messages.get(i).is("assistant")) return i;
        }
        return question + 1;
    }

    /// Makes one group of all groups from a call to its result; keeps both when one is kept.
    private static void joinCallsAndResults(List<ChatMessage> messages, int[] groups) {
        Map<String, Integer> calls = new HashMap<>();
        for (int i = 0; i < groups.length; i++) {
            for (ToolCall call : messages.get(i).calls()) {
                if (call.id() != null) calls.put(call.id(), i);
            }
            @Nullable String answers = messages.get(i).toolCallId();
            @Nullable Integer call = answers == null ? null : calls.get(answers);
            if (call != null) join(groups, call, i);
        }
    }

    private static void join(int[] groups, int call, int result) {
        int from = groups[call];
        int to = groups[result];
        if (from == to) return;
        boolean keep = from == KEPT || to == KEPT;
        int low = keep ? Math.max(from, to) : Math.min(from, to);
        int high = keep ? low : Math.max(from, to);
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] >= low && groups[i] <= high) groups[i] = keep ? KEPT : low;
        }
    }

    /// Numbers the groups 0, 1, 2, … in the order of the conversation.
    private static int numberAnew(int[] groups) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] == KEPT) continue;
            @Nullable Integer known = numbers.get(groups[i]);
            int number = Objects.requireNonNullElse(known, numbers.size());
            numbers.put(groups[i], number);
            groups[i] = number;
        }
        return numbers.size();
    }

    private static boolean isInstruction(ChatMessage message) {
        return message.is("system") || message.is("developer");
    }
}
