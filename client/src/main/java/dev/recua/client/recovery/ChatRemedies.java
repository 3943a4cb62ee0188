package dev.recua.client.recovery;

import dev.recua.client.chat.ChatCalls;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/// One chat request as it is sent next, and what can be changed about it. For one thread.
final class ChatRemedies implements Remedies {
    /// What an estimate may use of the room, since it is one.
    private static final double OF_ESTIMATED_ROOM = 0.95;

    /// A context below this is a word of the server that cannot be meant.
    private static final int LEAST_CONTEXT = 4;

    private static final String BY_SERVER = ", by the server's count of the whole";

    private final ChatCalls calls;
    private final IntSupplier contextSize;
    private final int before;
    private ChatRequest request;
    private boolean whole;

    /// @param contextSize what is known of the model's context, for servers that do not tell with
    ///     the failure; 0 when nothing is known
    ChatRemedies(ChatCalls calls, ChatRequest request, IntSupplier contextSize) {
        this.calls = calls;
        this.request = request;
        this.contextSize = contextSize;
        this.before = request.messages().size();
    }

    /// What is sent next.
    ChatRequest request() {
        return request;
    }

    /// Whether the answer to a stream is now asked for in one piece.
    boolean isWhole() {
        return whole;
    }

    @Override
    public Optional<String> truncate(LlmException.ContextOverflow failure)
            throws InterruptedException {
        int context = failure.contextSize().orElseGet(contextSize);
        if (context < LEAST_CONTEXT) return half();
        int room = Truncation.room(request, context);
        try {
            Optional<Truncation.Shortened> exact =
                    Truncation.shorten(
                            request.messages(), room, it -> calls.countTokens(request, it));
            return exact.map(it -> cut(it, tokens(it.tokens(), context)));
        } catch (UnsupportedOperationException | LlmException uncounted) {
            return estimated(failure.promptTokens(), room, context);
        }
    }

    /// By the server's own count of the whole prompt, shared out by characters; the next answer
    /// shows whether it was right.
    private Optional<String> estimated(OptionalInt promptTokens, int room, int context)
            throws InterruptedException {
        if (promptTokens.isEmpty()) return half();
        long tools = toolsWeight();
        double each = (double) promptTokens.getAsInt() / (Weight.of(request.messages()) + tools);
        Optional<Truncation.Shortened> kept =
                Truncation.shorten(
                        request.messages(),
                        (int) (room * OF_ESTIMATED_ROOM),
                        it -> (int) Math.ceil((Weight.of(it) + tools) * each));
        return kept.map(it -> cut(it, "about " + tokens(it.tokens(), context) + BY_SERVER));
    }

    private Optional<String> half() throws InterruptedException {
        long all = Weight.of(request.messages());
        int room = clamped(all / 2);
        Optional<Truncation.Shortened> kept =
                Truncation.shorten(request.messages(), room, it -> clamped(Weight.of(it)));
        return kept.map(
                it -> cut(it, "about half of the text remains; the server gave no figures"));
    }

    private String cut(Truncation.Shortened kept, String remains) {
        List<ChatMessage> messages = kept.messages();
        request = request.withMessages(messages);
        return "left out %d of %d messages, %s"
                .formatted(before - messages.size(), before, remains);
    }

    private static String tokens(int now, int context) {
        return String.format(Locale.ROOT, "%,d of %,d tokens remain", now, context);
    }

    private long toolsWeight() {
        return WireJson.mapper().valueToTree(request).path("tools").toString().length();
    }

    private static int clamped(long weight) {
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    @Override
    public Optional<String> otherModel() throws InterruptedException {
        String missing = Optional.ofNullable(request.model()).orElse("");
        Optional<String> first;
        try {
            first = calls.models().stream().filter(it -> !it.equals(missing)).findFirst();
        } catch (LlmException noList) {
            return Optional.empty();
        }
        first.ifPresent(it -> request = request.withModel(it));
        return first.map(
                it ->
                        "asked %s, the first available model, instead of %s"
                                .formatted(it, missing.isEmpty() ? "the default" : missing));
    }

    @Override
    public Optional<String> merge() {
        List<ChatMessage> merged = MergedMessages.of(request.messages());
        int now = merged.size();
        int was = request.messages().size();
        if (now == was) return Optional.empty();
        request = request.withMessages(merged);
        return Optional.of(
                "joined messages of the same role in a row: %d became %d".formatted(was, now));
    }

    @Override
    public Optional<String> whole() {
        if (whole) return Optional.empty();
        whole = true;
        return Optional.of("asked for the whole answer instead of a stream");
    }

    /// The list of models is what a server refuses in the same words while it loads, and no prompt
    /// has to travel for it.
    @Override
    public Optional<LlmException> stillLoading() throws InterruptedException {
        try {
            calls.models();
            return Optional.empty();
        } catch (LlmException.ModelLoading loading) {
            return Optional.of(loading);
        } catch (LlmException another) {
            return Optional.empty(); // the request itself meets it, and it is decided then
        }
    }
}
