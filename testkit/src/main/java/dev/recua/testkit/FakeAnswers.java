package dev.recua.testkit;

import static dev.recua.testkit.FakeEvents.quoted;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/// What a [FakeEngine] answers to one request.
final class FakeAnswers {

    /// As `--no-slots` answers.
    private static final String NO_SLOTS =
            "This server does not support slots endpoint. Start it with `--slots`";

    private final FakeEngine engine;
    private final FakeConnection to;
    private final FakeConnection.Request request;
    private final FakeKnobs knobs;
    private final String id;
    private FakeSlots.Work work = new FakeSlots.Work(0, 0, false);

    FakeAnswers(FakeEngine engine, FakeConnection to, FakeConnection.Request request) {
        this.engine = engine;
        this.to = to;
        this.request = request;
        this.knobs = engine.knobs();
        this.id = "chatcmpl-" + Long.toString(System.nanoTime(), 36);
    }

    void answer() throws IOException, InterruptedException {
        String path = request.path().replaceFirst("\\?.*$", "");
        if (!engine.ready()) {
            error(503, "unavailable_error", "Loading model");
            return;
        }
        if (path.equals("/health") || path.equals("/v1/health")) {
            health();
            return;
        }
        if (!authorized()) {
            error(401, "authentication_error", "Invalid API Key");
            return;
        }
        switch (request.method() + " " + path) {
            case "GET /v1/models", "GET /models" -> to.send(200, engine.facts().models());
            case "GET /props" -> to.send(200, engine.facts().props());
            case "GET /slots" -> slots();
            case "POST /v1/chat/completions", "POST /chat/completions" -> generate(true);
            case "POST /v1/completions" -> generate(false);
            case "POST /v1/embeddings" -> embeddings();
            default -> error(404, "not_found_error", "File Not Found");
        }
    }

    private void health() throws IOException, InterruptedException {
        String fails = knobs.text("healthFails", "no");
        boolean well =
                fails.equals("no")
                        || engine.nextFailedHealth()
                                > knobs.number("healthFailsTimes", Long.MAX_VALUE);
        switch (well ? "0" : fails) {
            case "503" -> error(503, "unavailable_error", "Loading model");
            case "closed" -> to.cut(false);
            case "silent" -> new Semaphore(0).acquire();
            default -> {
                pause(well ? 0 : Long.parseLong(fails));
                to.send(200, "{\"status\":\"ok\"}");
            }
        }
    }

    private void slots() throws IOException, InterruptedException {
        String how = knobs.text("slots", "yes");
        switch (how) {
            case "no" -> error(501, "not_supported_error", NO_SLOTS);
            case "silent" -> new Semaphore(0).acquire();
            case "yes", "frozen" -> to.send(200, engine.slots().json(how.equals("frozen")));
            default -> throw new IllegalStateException("knob slots: " + how);
        }
    }

    private boolean authorized() {
        String key = System.getenv("LLAMA_API_KEY");
        if (key == null || key.isEmpty()) return true;
        String given = request.headers().get("authorization");
        if (given == null) given = request.headers().getOrDefault("x-api-key", "");
        return given.equals(key) || given.equals("Bearer " + key);
    }

    private void generate(boolean chat) throws IOException, InterruptedException {
        FakeRequest asked;
        try {
            asked = FakeRequest.parse(request.body());
        } catch (IllegalArgumentException notJson) {
            error(400, "invalid_request_error", String.valueOf(notJson.getMessage()));
            return;
        }
        mayDie();
        engine.flood().mayBegin();
        engine.busy().incrementAndGet();
        work =
                new FakeSlots.Work(
                        promptTokens(),
                        knobs.number("firstTokenAfter", 0),
                        knobs.flag("stallInPrompt"));
        int slot = engine.slots().begin(work);
        try {
            if (!wrong()) speak(chat, asked);
        } finally {
            engine.slots().end(slot);
            engine.busy().decrementAndGet();
            to.finish();
        }
    }

    private void mayDie() {
        boolean tooMany = engine.nextRequest() > knobs.number("exitAfterRequests", Long.MAX_VALUE);
        boolean poison =
                knobs.text("exitOnText").map(t -> request.text().contains(t)).orElse(false);
        if (tooMany || poison) engine.exit((int) knobs.number("exitCode", 137));
    }

    /// Gives a wrong answer if a knob asks for one.
    private boolean wrong() throws IOException, InterruptedException {
        switch (knobs.text("wrong", "")) {
            case "not-json" -> to.send(200, "this is <not> JSON");
            case "cut" -> {
                to.send(200, "application/json; charset=utf-8", "{\"choices\":[{\"fin", 4096);
                to.cut(false);
            }
            case "no-http" -> to.babble("this is no HTTP at all\r\n\r\n");
            case "reset" -> to.cut(true);
            case "status-500" -> error(500, "server_error", "the fake was asked to fail");
            case "silence" -> new Semaphore(0).acquire();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void speak(boolean chat, FakeRequest asked) throws IOException, InterruptedException {
        List<String> tokens = tokens(asked);
        String finish =
                asked.maxTokens() >= 0 && asked.maxTokens() < wanted(asked) ? "length" : "stop";
        if (asked.stream()) {
            stream(chat, asked, tokens, finish);
            return;
        }
        pause(knobs.number("firstTokenAfter", 0));
        if (knobs.flag("stallInPrompt")) new Semaphore(0).acquire();
        for (int i = 0; i < tokens.size(); i++) beforeToken(i);
        String text = String.join("", tokens);
        String choice =
                chat
                        ? "\"message\":{\"role\":\"assistant\",\"content\":" + quoted(text) + "}"
                        : "\"text\":" + quoted(text) + ",\"logprobs\":null";
        to.send(
                200,
                "{\"choices\":[{\"finish_reason\":"
                        + quoted(finish)
                        + ",\"index\":0,"
                        + choice
                        + "}],"
                        + common(chat ? "chat.completion" : "text_completion")
                        + ","
                        + usage(tokens.size())
                        + "}");
        engine.note("done", "tokens", Integer.toString(tokens.size()));
    }

    private void stream(boolean chat, FakeRequest asked, List<String> tokens, String finish)
            throws IOException, InterruptedException {
        to.beginStream();
        silence();
        if (chat) event("\"delta\":{\"role\":\"assistant\",\"content\":null}", "null", chat);
        for (int i = 0; i < tokens.size(); i++) {
            beforeToken(i);
            if (to.clientLeft()) throw new IOException("client left after " + i + " tokens");
            String text = quoted(tokens.get(i));
            event(chat ? "\"delta\":{\"content\":" + text + "}" : "\"text\":" + text, "null", chat);
        }
        event(chat ? "\"delta\":{}" : "\"text\":\"\"", quoted(finish), chat);
        if (asked.includeUsage()) {
            to.chunk(
                    "data: {\"choices\":[],"
                            + common(object(chat))
                            + ","
                            + usage(tokens.size())
                            + "}\n\n");
        }
        to.chunk("data: [DONE]\n\n");
        to.endStream();
        engine.note("done", "tokens", Integer.toString(tokens.size()));
    }

    private void event(String what, String finish, boolean chat) throws IOException {
        String choice = "{\"finish_reason\":" + finish + ",\"index\":0," + what + "}";
        to.chunk("data: {\"choices\":[" + choice + "]," + common(object(chat)) + "}\n\n");
    }

    private static String object(boolean chat) {
        return chat ? "chat.completion.chunk" : "text_completion";
    }

    /// Nothing but comments for as long as a long prompt would take.
    private void silence() throws IOException, InterruptedException {
        long left = knobs.number("firstTokenAfter", 0);
        long every = knobs.number("pingEvery", 1000);
        while (left > 0) {
            pause(Math.min(left, every));
            left -= every;
            if (to.clientLeft()) throw new IOException("client left during the prompt");
            if (left > 0) to.chunk(":\n\n");
        }
        while (knobs.flag("stallInPrompt")) {
            pause(every);
            if (to.clientLeft()) throw new IOException("client left a prompt that stands still");
            to.chunk(":\n\n");
        }
    }

    private void beforeToken(int number) throws IOException, InterruptedException {
        FakeKnobs now = knobs;
        if (number >= now.number("exitAfterTokens", Long.MAX_VALUE))
            engine.exit((int) now.number("exitCode", 137));
        if (number >= now.number("stallAfterTokens", Long.MAX_VALUE)) {
            while (!to.clientLeft()) pause(20);
            throw new IOException("client left a stalled answer");
        }
        long perSecond = now.number("tokensPerSecond", 0);
        if (perSecond > 0) pause(1000 / perSecond);
        work.token();
    }

    private long promptTokens() {
        return knobs.number("promptTokens", 16);
    }

    private static void pause(long millis) throws InterruptedException {
        if (millis > 0) Thread.sleep(millis);
    }

    private List<String> tokens(FakeRequest asked) {
        int count =
                (int)
                        Math.min(
                                wanted(asked),
                                asked.maxTokens() < 0 ? Integer.MAX_VALUE : asked.maxTokens());
        String[] words = words(asked);
        String[] tokens = new String[count];
        for (int i = 0; i < count; i++) tokens[i] = (i == 0 ? "" : " ") + words[i % words.length];
        return Arrays.asList(tokens);
    }

    private long wanted(FakeRequest asked) {
        return knobs.number("tokens", words(asked).length);
    }

    private String[] words(FakeRequest asked) {
        return knobs.text("answer", "I am " + engine.alias() + ". You said: " + asked.lastText())
                .split(" ");
    }

    private void embeddings() throws IOException {
        if (!engine.flags().has("--embeddings", "--embedding")) {
            error(
                    501,
                    "not_supported_error",
                    "This server does not support embeddings. Start it with `--embeddings`");
            return;
        }
        int inputs = Math.max(1, FakeRequest.parse(request.body()).inputs());
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < inputs; i++) {
            data.append(i == 0 ? "" : ",")
                    .append(
                            "{\"embedding\":[0.6,0.8,0.0,0.0],\"index\":"
                                    + i
                                    + ",\"object\":\"embedding\"}");
        }
        to.send(
                200,
                "{\"model\":"
                        + quoted(engine.alias())
                        + ",\"object\":\"list\",\"usage\":{\"prompt_tokens\":"
                        + inputs
                        + ",\"total_tokens\":"
                        + inputs
                        + "},\"data\":["
                        + data
                        + "]}");
    }

    private void error(int status, String type, String message) throws IOException {
        to.send(
                status,
                "{\"error\":{\"message\":"
                        + quoted(message)
                        + ",\"type\":"
                        + quoted(type)
                        + ",\"code\":"
                        + status
                        + "}}");
    }

    private String common(String object) {
        return "\"created\":"
                + System.currentTimeMillis() / 1000
                + ",\"model\":"
                + quoted(engine.alias())
                + ",\"system_fingerprint\":\"b11669-fake\",\"object\":"
                + quoted(object)
                + ",\"id\":"
                + quoted(id);
    }

    private String usage(int tokens) {
        return String.format(
                Locale.ROOT,
                "\"usage\":{\"completion_tokens\":%d,\"prompt_tokens\":%d,\"total_tokens\":%d,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0}}",
                tokens,
                promptTokens(),
                tokens + promptTokens());
    }
}
