package dev.recua.gateway.it.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What one client asks, one call after the other, as its random numbers say. Every answer can be
/// told from every other's: by its known text, or by a text that only this request had.
final class Repertoire {
    /// Enough for every known answer.
    private static final int TOKENS = 200;

    /// Numbers in an embedding of the bundled model.
    private static final int WIDTH = 192;

    private static final int KIBIBYTE = 1024;

    private final Models models;
    private final RandomGenerator random;
    private final String client;
    private int turn;

    /// The models of a run.
    ///
    /// @param chat  those that talk
    /// @param embed the one that gives vectors
    record Models(List<String> chat, String embed) {
        /// All of them, sorted.
        List<String> all() {
            return Stream.concat(chat.stream(), Stream.of(embed)).sorted().toList();
        }
    }

    /// @param client its name, part of every text that must be unique
    Repertoire(Models models, RandomGenerator random, String client) {
        this.models = models;
        this.random = random;
        this.client = client;
    }

    /// The next call.
    Call next() {
        turn++;
        int dice = random.nextInt(100);
        if (dice < 60) return talk();
        if (dice < 70) return embeddings();
        if (dice < 80) return tokens();
        if (dice < 86) return template();
        if (dice < 95) return look();
        return own();
    }

    /// One that leaves, one that reads slowly, or, mostly, a patient one.
    private Call talk() {
        int dice = random.nextInt(100);
        if (dice < 12) return answer(random.nextBoolean()).by(leavesSomeTime());
        if (dice < 20) return endless().by(new Conduct.LeavesMidway(bytes(), random.nextBoolean()));
        if (dice < 24) return endless().by(slow());
        if (dice < 27) return large();
        return answer(random.nextBoolean());
    }

    private Call answer(boolean stream) {
        Dialect dialect = oneOf(List.of(Dialect.values()));
        Question question = oneOf(dialect == Dialect.CHAT ? Question.ALL : Question.PLAIN);
        String model = oneOf(models.chat());
        ObjectNode body = dialect.request(model, question, stream, TOKENS);
        boolean upstream = random.nextInt(8) == 0;
        return Call.post(
                kind(dialect.path(), stream, upstream),
                model,
                (upstream ? "/upstream/" + model : "") + dialect.path(),
                body.toString(),
                answer -> assertThat(dialect.text(answer)).isEqualTo(question.answer()));
    }

    /// A stream that goes on when all is said, until it is cut off at its limit.
    private Call endless() {
        Question question = oneOf(Question.PLAIN);
        String model = oneOf(models.chat());
        ObjectNode body = Dialect.CHAT.request(model, question, true, TOKENS);
        body.put("ignore_eos", true);
        return Call.post(
                "/v1/chat/completions, to the limit, streamed",
                model,
                Dialect.CHAT.path(),
                body.toString(),
                answer -> assertThat(Dialect.CHAT.text(answer)).startsWith(question.answer()));
    }

    /// A body that goes to a file.
    private Call large() {
        Question question = oneOf(Question.PLAIN);
        String model = oneOf(models.chat());
        ObjectNode body = Dialect.CHAT.request(model, question, false, TOKENS);
        body.put("padding", "x".repeat(random.nextInt(300, 1500) * KIBIBYTE));
        return Call.post(
                "/v1/chat/completions, large body",
                model,
                Dialect.CHAT.path(),
                body.toString(),
                answer -> assertThat(Dialect.CHAT.text(answer)).isEqualTo(question.answer()));
    }

    private Call embeddings() {
        int count = random.nextInt(1, 4);
        ObjectNode body = Received.JSON.createObjectNode().put("model", models.embed());
        for (int i = 0; i < count; i++) body.withArray("input").add(unique() + " " + i);
        Call call =
                Call.post(
                        "/v1/embeddings",
                        models.embed(),
                        "/v1/embeddings",
                        body.toString(),
                        answer -> {
                            JsonNode data = answer.json().path("data");
                            assertThat(data.size()).isEqualTo(count);
                            for (JsonNode row : data) {
                                assertThat(row.path("embedding").size()).isEqualTo(WIDTH);
                            }
                        });
        return random.nextInt(5) == 0 ? call.by(leavesSomeTime()) : call;
    }

    private Call tokens() {
        String text = unique();
        String model = oneOf(models.all());
        ObjectNode body =
                Received.JSON
                        .createObjectNode()
                        .put("model", model)
                        .put("content", text)
                        .put("with_pieces", true);
        return Call.post(
                "/tokenize",
                model,
                random.nextBoolean() ? "/tokenize" : "/v1/tokenize",
                body.toString(),
                answer -> {
                    String pieces =
                            answer.json()
                                    .path("tokens")
                                    .valueStream()
                                    .map(token -> token.path("piece").asString())
                                    .collect(Collectors.joining());
                    assertThat(pieces.strip()).isEqualTo(text);
                });
    }

    private Call template() {
        String text = unique();
        String model = oneOf(models.chat());
        ObjectNode body = Received.JSON.createObjectNode().put("model", model);
        body.withArray("messages").addObject().put("role", "user").put("content", text);
        if (random.nextBoolean()) {
            return Call.post(
                    "/apply-template",
                    model,
                    "/apply-template",
                    body.toString(),
                    answer -> assertThat(answer.json().path("prompt").asString()).contains(text));
        }
        return Call.post(
                "/v1/messages/count_tokens",
                model,
                "/v1/messages/count_tokens",
                body.toString(),
                answer -> assertThat(answer.json().path("input_tokens").asInt()).isPositive());
    }

    /// Looks at a model, with and without loading it.
    private Call look() {
        String model = oneOf(models.all());
        return switch (random.nextInt(4)) {
            case 0 -> props("/props", "/props?model=" + model, model);
            case 1 -> props("/upstream/…/props", "/upstream/" + model + "/props", model);
            case 2 ->
                    Call.get(
                            "/slots",
                            model,
                            "/slots?model=" + model,
                            false,
                            answer -> assertThat(answer.json().isArray()).isTrue());
            default ->
                    Call.get(
                            "/metrics?model=",
                            model,
                            "/metrics?model=" + model,
                            false,
                            answer -> assertThat(answer.body()).contains("llamacpp:"));
        };
    }

    private static Call props(String kind, String path, String model) {
        return Call.get(
                kind,
                model,
                path,
                true,
                answer ->
                        assertThat(answer.json().path("model_alias").asString()).isEqualTo(model));
    }

    private Call own() {
        return switch (random.nextInt(6)) {
            case 0 ->
                    Call.own(
                            "/health",
                            "/health",
                            answer -> assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}"));
            case 1 ->
                    Call.own(
                            "/v1/models",
                            "/v1/models",
                            answer -> assertThat(ids(answer, "data")).isEqualTo(models.all()));
            case 2 ->
                    Call.own(
                            "/metrics",
                            "/metrics",
                            answer -> assertThat(answer.body()).contains("# TYPE "));
            case 3 ->
                    Call.own(
                            "/api/requests",
                            "/api/requests",
                            answer ->
                                    assertThat(answer.json().path("requests").isArray()).isTrue());
            default ->
                    Call.own(
                            "/api/models",
                            "/api/models",
                            answer -> assertThat(ids(answer, "models")).isEqualTo(models.all()));
        };
    }

    private static List<String> ids(Received answer, String list) {
        return answer.json()
                .path(list)
                .valueStream()
                .map(row -> row.path("id").asString())
                .sorted()
                .toList();
    }

    /// Any time from 1 ms to 2 s, short ones as often as long ones: while the request waits, while
    /// the model loads, while the answer comes.
    private Conduct leavesSomeTime() {
        long most = 1L << random.nextInt(1, 12);
        return new Conduct.LeavesAfter(
                Duration.ofMillis(random.nextLong(most / 2, most) + 1), random.nextBoolean());
    }

    private Conduct slow() {
        return new Conduct.Slow(
                random.nextInt(256, 2048), Duration.ofMillis(random.nextInt(1, 20)));
    }

    private int bytes() {
        return 1 << random.nextInt(14);
    }

    private String unique() {
        return "client %s asks for the %d. time about %s"
                .formatted(client, turn, Integer.toHexString(random.nextInt()));
    }

    private static String kind(String path, boolean stream, boolean upstream) {
        return (upstream ? "/upstream/…" : "") + path + (stream ? ", streamed" : "");
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
