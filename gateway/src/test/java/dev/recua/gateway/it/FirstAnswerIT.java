package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The first five minutes: an empty home, `recua serve`, questions over HTTP and by `recua run`.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstAnswerIT {
    private static final String TINY = "recua-tiny";
    private static final String TINY_ID = "recua:3m-instruct";

    private PackagedRecua recua;
    @AutoClose private RunningGateway gateway;
    private Caller caller;

    @BeforeAll
    void serveOnAnEmptyHome(@TempDir Path home) {
        recua = PackagedRecua.in(home).engine(RealEngine.path());
        gateway = recua.serve();
        caller = gateway.caller();
    }

    @Test
    void theBundledModelAnswersTheFirstQuestion() {
        Answer answer = caller.chat(TINY, Caller.MONDAY).expect(200);

        assertThat(answer.text()).isEqualTo("Tuesday.");
        assertThat(answer.header("X-Recua-Model")).isEqualTo(TINY_ID);
        assertThat(answer.json().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void theBundledModelAnswersTheFirstQuestionAsAStream() {
        Answer answer = caller.streamedChat(TINY, Caller.MONDAY).expect(200);

        assertThat(answer.text()).isEqualTo("Tuesday.");
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.chunks()).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 11, 15, 19, 21, 23, 24, 25, 26, 30, 32})
    void exactAnswersOfTheBundledModelComeThroughUnchanged(int row) {
        Example example = Example.row(row);

        Answer whole = caller.post("/v1/chat/completions", example.request(TINY, false));
        Answer stream = caller.post("/v1/chat/completions", example.request(TINY, true));

        JsonNode choice = whole.expect(200).json().at("/choices/0");
        assertThat(choice.path("finish_reason").asString()).isEqualTo(example.finishReason());
        assertThat(whole.text()).isEqualTo(example.answer());
        assertThat(stream.expect(200).text()).isEqualTo(example.answer());
        if (!example.toolCall().isNull()) {
            JsonNode call = choice.at("/message/tool_calls/0/function");
            assertThat(call.path("name")).isEqualTo(example.toolCall().path("name"));
            assertThat(call.path("arguments")).isEqualTo(example.toolCall().path("arguments"));
        }
    }

    @Test
    void plainCompletionsGoOnWithAText() {
        var body =
                Caller.JSON
                        .createObjectNode()
                        .put("model", TINY)
                        .put("temperature", 0)
                        .put("prompt", prompt(Caller.MONDAY));

        Answer answer = caller.post("/v1/completions", body).expect(200);

        Answer stream =
                caller.post("/v1/completions", body.deepCopy().put("stream", true)).expect(200);

        assertThat(answer.json().at("/choices/0/text").asString()).isEqualTo("Tuesday.");
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        assertThat(stream.body().stripTrailing()).endsWith("data: [DONE]");
        assertThat(stream.chunks()).hasSizeGreaterThan(2);
        assertThat(stream.chunks())
                .extracting(chunk -> chunk.at("/choices/0/text").asString(""))
                .satisfies(texts -> assertThat(String.join("", texts)).isEqualTo("Tuesday."));
    }

    @Test
    void aBodyWithoutContentTypeIsStillJson() {
        Answer answer =
                caller.post(
                        "/v1/chat/completions",
                        Caller.question(TINY, Caller.MONDAY, false),
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertThat(answer.expect(200).text()).isEqualTo("Tuesday.");
    }

    @Test
    void aRequestWithoutAModelMeansTheOnlyOne() {
        var body = Caller.question(TINY, Caller.MONDAY, false);
        body.remove("model");

        assertThat(caller.post("/v1/chat/completions", body).expect(200).text())
                .isEqualTo("Tuesday.");
    }

    @Test
    void theModelIsListedAndFoundByIdAndAlias() {
        assertThat(caller.modelIds()).containsExactly(TINY_ID);
        JsonNode byAlias = caller.get("/v1/models/" + TINY).expect(200).json();
        JsonNode byId = caller.get("/v1/models/recua%3A3m-instruct").expect(200).json();

        assertThat(byAlias.path("id").asString()).isEqualTo(TINY_ID);
        assertThat(byId.path("id").asString()).isEqualTo(TINY_ID);
        assertThat(byId.path("owned_by").asString()).isEqualTo("recua");
        assertThat(byId.path("aliases").valueStream().map(JsonNode::asString)).contains(TINY);
        assertThat(byId.path("context_length").asInt()).isEqualTo(1024);
        assertThat(byId.path("created").asLong()).isPositive();
    }

    @Test
    void theCatalogueSaysWhereTheModelComesFromAndWhatItIsDoing() throws IOException {
        caller.chat(TINY, Caller.MONDAY).expect(200);
        Path file = Distribution.bundledModel();

        JsonNode row = caller.get("/api/models").expect(200).json().at("/models/0");

        assertThat(row.path("id").asString()).isEqualTo(TINY_ID);
        assertThat(row.path("source").asString()).isEqualTo("bundled");
        assertThat(row.path("path").asString()).isEqualTo(file.toString());
        assertThat(row.path("size").asLong()).isEqualTo(Files.size(file));
        assertThat(row.path("modified_at").asLong())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant().getEpochSecond());
        assertThat(row.path("status").asString()).isEqualTo("ready");
        assertThat(row.at("/child/pid").asLong())
                .isEqualTo(gateway.children().iterator().next().pid());
        assertThat(row.path("problem").isNull()).isTrue();
    }

    @Test
    void anUnknownModelIsNotFoundAndTheNearestIsNamed() {
        Answer answer = caller.chat("recua-tine", Caller.MONDAY).expect(404);

        JsonNode error = answer.error();
        assertThat(error.path("code").asString()).isEqualTo("model_not_found");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asString()).contains("recua-tine");
        assertThat(error.path("param").isNull()).isTrue();
        assertThat(error.at("/details/nearest").valueStream().map(JsonNode::asString))
                .contains(TINY);
        assertThat(caller.get("/v1/models/recua-tine").expect(404).error().path("code").asString())
                .isEqualTo("model_not_found");
    }

    @Test
    void everyAnswerCarriesARequestIdTheCallersOwnWhereItHasOne() {
        var question = Caller.question(TINY, Caller.MONDAY, false);

        Answer own =
                caller.post("/v1/chat/completions", question, "X-Request-Id", "first-answer-it-1");
        Answer made = caller.post("/v1/chat/completions", question);
        Answer refused =
                caller.post(
                        "/v1/chat/completions",
                        Caller.question("nothing-like-it", Caller.MONDAY, false),
                        "X-Request-Id",
                        "first-answer-it-2");

        assertThat(own.header("X-Request-Id")).isEqualTo("first-answer-it-1");
        assertThat(made.header("X-Request-Id")).isNotBlank();
        assertThat(refused.expect(404).header("X-Request-Id")).isEqualTo("first-answer-it-2");
        assertThat(gateway.log()).contains("first-answer-it-2");
    }

    @Test
    void runAsksTheRunningGateway() {
        caller.chat(TINY, Caller.MONDAY).expect(200);
        var before = gateway.children();

        Ended ended = recua.run("run", TINY, "--temperature", "0", Caller.MONDAY).expect(0);

        assertThat(ended.out()).isEqualTo("Tuesday.\n");
        assertThat(ended.err()).isEmpty();
        assertThat(gateway.children()).isEqualTo(before).hasSize(1);
    }

    @Test
    void runOfAnUnknownModelEndsWith4AndTheNearestName() {
        Ended ended = recua.run("run", "recua-tine", Caller.MONDAY).expect(4);

        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("recua-tine").contains(TINY);
    }

    @Test
    void lsListsTheModels() {
        Ended ended = recua.run("ls").expect(0);

        assertThat(ended.out()).contains(TINY_ID).contains(TINY).contains("Q8_0");
        JsonNode list = Caller.JSON.readTree(recua.run("ls", "--json").expect(0).out());
        assertThat(list.at("/models/0/id").asString()).isEqualTo(TINY_ID);
    }

    @Test
    void versionTellsOfTheRunningGateway() {
        Ended ended = recua.run("version", "--json").expect(0);

        JsonNode version = Caller.JSON.readTree(ended.out());
        assertThat(version.path("version").asString()).isEqualTo(gateway.version());
        assertThat(version.at("/gateway/url").asString()).isEqualTo(gateway.url().toString());
        assertThat(version.at("/gateway/version").asString()).isEqualTo(gateway.version());
    }

    @Test
    void aSecondGatewayOnTheSameHomeEndsWith7AndTouchesNothing() {
        String request = caller.chat(TINY, Caller.MONDAY).expect(200).header("X-Request-Id");
        await().until(() -> gateway.log().contains("request=" + request));
        List<String> before = homeWithoutTheEnginesLog();
        var children = gateway.children();

        Ended second = recua.run("serve", "--listen", "127.0.0.1:0").expect(7);

        assertThat(second.out()).doesNotContain("is ready");
        assertThat(second.err()).contains(gateway.url().toString());
        assertThat(homeWithoutTheEnginesLog()).isEqualTo(before);
        assertThat(gateway.children()).isEqualTo(children);
        assertThat(caller.chat(TINY, Caller.MONDAY).expect(200).text()).isEqualTo("Tuesday.");
    }

    @Test
    void theStartIsToldWithEngineModelsAndAddress() {
        // The log has a thread of its own: its line may follow the last one that is printed.
        await().until(() -> gateway.output().contains("✅ [LLAMA] Service ready with 1 models"));
        assertThat(gateway.output())
                .contains(TINY_ID)
                .contains("Recua %s is ready: %s\n".formatted(gateway.version(), gateway.url()))
                .containsPattern("Engine: +llama-server \\d");
    }

    /// An engine may still say something about the last answer.
    private List<String> homeWithoutTheEnginesLog() {
        return FolderListing.of(recua.recuaHome()).stream()
                .filter(line -> !line.startsWith("logs/recua_3m-instruct.log"))
                .toList();
    }

    /// A question in the model's own chat template.
    private static String prompt(String question) {
        return "<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n".formatted(question);
    }
}
