package dev.recua.client.conversation;

import dev.recua.client.LlmClient;
import dev.recua.client.chat.AnswerBuilder;
import dev.recua.client.config.ProviderType;
import dev.recua.client.recovery.Truncation;
import dev.recua.client.tool.RecordFormat;
import dev.recua.client.tool.ToolResult;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A conversation with one model.
///
/// ```java
/// var talk = Conversation.with(client).system("Be brief.").tools(weather).begin();
/// System.out.println(talk.ask("Do I need an umbrella in Rome?").text());
/// ```
///
/// Each [#ask] sends what was said so far. When the answer calls tools, they run one after the
/// other
/// in the order of the answer, the model is told the results, and so on until it answers in words,
/// at
/// most [Settings#maxRounds] times. Whatever comes of a call is told to the model; no result is
/// ever
/// left out without its call.
///
/// What no longer fits into the model's context is not sent: the oldest turns go first, until a
/// quarter of the room is free; the system message, the last question and the last results stay
/// ([Truncation]). The history itself keeps everything, until [#clear].
///
/// A question that got no answer is forgotten, unless tools have run for it: then everything up to
/// their results is kept, and [#goOn] asks for the answer again. For one thread at a time.
public final class Conversation {
    private final LlmClient client;
    private final Settings settings;
    private final List<ChatMessage> said = new ArrayList<>();
    private Optional<String> system;

    /// What no longer fits, by identity: equal messages may come again.
    private final Set<ChatMessage> leftOut = Collections.newSetFromMap(new IdentityHashMap<>());

    Conversation(LlmClient client, Settings settings) {
        this.client = client;
        this.settings = settings;
        this.system = settings.system();
    }

    /// A conversation with the client's current model; [Settings.Builder#begin] begins it.
    public static Settings.Builder with(LlmClient client) {
        return new Settings.Builder(client);
    }

    /// Asks, and waits for the whole answer.
    ///
    /// @throws ToolRoundsExceeded when the model goes on calling tools
    public ChatResponse ask(String question) throws InterruptedException {
        return ask(ChatMessage.user(question));
    }

    /// Asks with more than words.
    public ChatResponse ask(ChatMessage question) throws InterruptedException {
        return asked(question, client::chat);
    }

    /// Asks, and gives what comes as it comes: text and thoughts piece by piece, each tool call
    /// once,
    /// of every round.
    ///
    /// @return the last answer, whole
    public ChatResponse ask(String question, Consumer<ChatChunk> listener)
            throws InterruptedException {
        return ask(ChatMessage.user(question), listener);
    }

    /// The same with more than words.
    public ChatResponse ask(ChatMessage question, Consumer<ChatChunk> listener)
            throws InterruptedException {
        return asked(question, request -> streamed(request, listener));
    }

    /// Asks for an answer that is a record.
    ///
    /// @throws dev.recua.client.tool.AnswerNotRecord when it is none; question and answer are then
    ///     part of the history nevertheless
    public <T extends Record> T ask(String question, Class<T> into) throws InterruptedException {
        RecordFormat<T> format = RecordFormat.of(into);
        return format.read(
                asked(ChatMessage.user(question), request -> client.chat(format.in(request))));
    }

    /// Asks for the answer to what was said last, when it is not there: after an error that came
    /// behind results of tools, or after [ToolRoundsExceeded].
    ///
    /// @throws IllegalStateException when the last message is an answer, or there is none
    public ChatResponse goOn() throws InterruptedException {
        if (said.isEmpty() || said.getLast().is("assistant")) {
            throw new IllegalStateException("nothing waits for an answer: ask first");
        }
        return answered(client::chat);
    }

    private ChatResponse asked(ChatMessage question, Asking asking) throws InterruptedException {
        int before = said.size();
        said.add(question);
        boolean answered = false;
        try {
            ChatResponse answer = answered(asking);
            answered = true;
            return answer;
        } finally {
            if (!answered && said.size() == before + 1) said.removeLast();
        }
    }

    private ChatResponse answered(Asking asking) throws InterruptedException {
        for (int round = 0; ; round++) {
            ChatResponse answer = asking.ask(request());
            ChatMessage message = named(answer.message());
            if (message.calls().isEmpty()) {
                said.add(message);
                return answer;
            }
            boolean last = round == settings.maxRounds();
            List<ChatMessage> results = new ArrayList<>();
            try {
                if (!last) run(message, results);
            } finally {
                if (last || !results.isEmpty()) keep(message, results, last);
            }
            if (last) throw new ToolRoundsExceeded(settings.maxRounds(), message.calls());
        }
    }

    /// @param results get the result of each tool as soon as it is there
    private void run(ChatMessage message, List<ChatMessage> results) throws InterruptedException {
        for (ToolCall call : message.calls()) {
            ToolResult result = settings.tools().run(call);
            results.add(result.message());
            settings.onToolResult().accept(result);
        }
    }

    /// Keeps calls with their results. What ran must not run again, so this is done even where an
    /// interrupt came in the middle of them; each call that was left over gets words instead.
    private void keep(ChatMessage message, List<ChatMessage> results, boolean tooMany) {
        String text =
                tooMany
                        ? "Error: not run, because tools were called %d times in a row. Answer with what is known."
                                .formatted(settings.maxRounds())
                        : "Error: not run to its end, because it was stopped.";
        said.add(message);
        said.addAll(results);
        message.calls().stream()
                .skip(results.size())
                .map(call -> new ToolResult(call, text, Optional.empty(), false).message())
                .forEach(said::add);
    }

    /// The message as it is kept: each call with an id, because its result must name it.
    private ChatMessage named(ChatMessage message) {
        ChatMessage kept = message.role() == null ? asAssistant(message) : message;
        if (!settings.keepsReasoning().orElse(readsThoughts(client.provider()))) {
            kept = kept.withoutReasoning();
        }
        if (message.calls().isEmpty()) return kept;
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : message.calls()) {
            boolean hasId = call.id() != null && !call.id().isBlank();
            String id = hasId ? call.id() : "call_" + said.size() + "_" + calls.size();
            calls.add(new ToolCall(null, id, "function", call.function()));
        }
        return kept.withToolCalls(calls);
    }

    private static ChatMessage asAssistant(ChatMessage message) {
        return new ChatMessage(
                "assistant",
                message.content(),
                message.reasoningContent(),
                message.toolCalls(),
                null,
                null,
                message.refusal());
    }

    /// llama.cpp's templates take what they need of earlier thoughts; other providers may refuse
    /// the
    /// field.
    private static boolean readsThoughts(ProviderType provider) {
        return provider == ProviderType.LLAMA_CPP || provider == ProviderType.RECUA;
    }

    private ChatResponse streamed(ChatRequest request, Consumer<ChatChunk> listener)
            throws InterruptedException {
        var answer = new AnswerBuilder();
        try (var stream = client.chatStream(request)) {
            while (stream.hasNext()) {
                ChatChunk chunk = stream.next();
                answer.add(chunk);
                listener.accept(chunk);
            }
        }
        return answer.build();
    }

    /// What is sent now: everything that fits. What was left out once stays left out, and it is
    /// left out in large pieces: the beginning of the prompt then stays the same for some
    /// questions, and the server can go on from what it has in its cache.
    private ChatRequest request() throws InterruptedException {
        ChatRequest whole = requestOf(sent());
        int room = Truncation.room(whole, Math.max(4, client.contextSize()));
        if (settings.counter().count(whole) <= room) return whole;
        Optional<Truncation.Shortened> shortened = shortened(room * 3 / 4);
        if (shortened.isEmpty()) shortened = shortened(room);
        if (shortened.isEmpty()) return whole; // the server says best what does not fit
        Set<ChatMessage> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(shortened.get().messages());
        said.stream().filter(message -> !kept.contains(message)).forEach(leftOut::add);
        return requestOf(shortened.get().messages());
    }

    private Optional<Truncation.Shortened> shortened(int room) throws InterruptedException {
        return Truncation.shorten(sent(), room, kept -> settings.counter().count(requestOf(kept)));
    }

    private List<ChatMessage> sent() {
        return messages().stream().filter(message -> !leftOut.contains(message)).toList();
    }

    private ChatRequest requestOf(List<ChatMessage> messages) {
        List<ChatMessage> sent = settings.toolMessages().of(messages);
        return ChatRequest.of(
                sent,
                it -> {
                    if (!settings.tools().isEmpty()) it.tools(settings.tools().definitions());
                    settings.options().accept(it);
                });
    }

    /// All that was said, the system message first.
    public List<ChatMessage> messages() {
        List<ChatMessage> all = new ArrayList<>();
        system.map(ChatMessage::system).ifPresent(all::add);
        all.addAll(said);
        return List.copyOf(all);
    }

    /// How many messages of the history are no longer sent, because they do not fit.
    public int leftOut() {
        return leftOut.size();
    }

    /// What the model should be or keep in mind, from the next question on; null for nothing.
    public void system(@Nullable String text) {
        system = Optional.ofNullable(text);
    }

    /// Forgets everything but the system message, here and, where it can be told to, on the server.
    public void clear() throws InterruptedException {
        said.clear();
        leftOut.clear();
        client.clearContext();
    }

    /// One request and its answer.
    @FunctionalInterface
    private interface Asking {
        ChatResponse ask(ChatRequest request) throws InterruptedException;
    }
}
