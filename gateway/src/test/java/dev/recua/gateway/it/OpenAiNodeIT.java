package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// OpenAI's own client for Node, as npm installs it, against the packaged product with a real
/// llama-server. `src/test/npm/openai.mjs` asks; here is what must come.
@NeedsRealEngine
@DisabledIf(
        value = "dev.recua.gateway.it.NodeClients#areMissingAndMayBe",
        disabledReason = "node or npm is not on the PATH")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiNodeIT {
    private static final String TINY_ID = "recua:3m-instruct";
    private static final String CAPITAL = "{\"city\": \"Tokyo\", \"country\": \"Japan\"}";

    private JsonNode results;

    @BeforeAll
    void askEverything(@TempDir Path home) {
        results = NodeClients.ask("openai", home);
    }

    @Test
    void listsTheModels() {
        assertThat(of("list").path("ids").valueStream().map(JsonNode::asString))
                .containsExactly("tiny-broken", "tiny-embed", "tiny-endless", TINY_ID);
        assertThat(of("list").path("byAlias").asString()).isEqualTo(TINY_ID);
    }

    @Test
    void chats() {
        assertThat(text("chat")).isEqualTo("Tuesday.");
        assertThat(of("chat").path("model").asString()).isEqualTo(TINY_ID);
        assertThat(of("chat").at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void streams() {
        assertThat(text("stream")).isEqualTo("Tuesday.");
        assertThat(of("stream").path("chunks").asInt()).isGreaterThan(2);
        assertThat(of("stream").at("/usage/completion_tokens").asInt()).isPositive();
        assertThat(text("streamHelper")).isEqualTo("Tuesday.");
    }

    @Test
    void callsATool() {
        calls(of("tool"));
        assertThat(of("tool").path("finishReason").asString()).isEqualTo("tool_calls");
    }

    @Test
    void callsAToolInAStream() {
        calls(of("toolStream"));
        assertThat(of("toolStream").path("finishReason").asString()).isEqualTo("tool_calls");
    }

    @Test
    void runsToolsUntilTheAnswer() {
        assertThat(text("toolLoop")).isEqualTo("The weather in Lima is sunny with 21 degrees.");
        assertThat(of("toolLoop").at("/asked/0/city").asString()).isEqualTo("Lima");
    }

    @Test
    void getsJsonThatFollowsASchema() {
        assertThat(of("schema")).isEqualTo(Caller.JSON.readTree(CAPITAL));
    }

    @Test
    void completesAText() {
        assertThat(text("completion")).isEqualTo("Tuesday.");
        assertThat(text("completionStream")).isEqualTo("Tuesday.");
    }

    @Test
    void createsAResponse() {
        assertThat(text("response")).isEqualTo("Tuesday.");
        assertThat(of("response").path("status").asString()).isEqualTo("completed");
    }

    @Test
    void streamsAResponse() {
        assertThat(text("responseStream")).isEqualTo("Tuesday.");
        assertThat(of("responseStream").path("types").valueStream().map(JsonNode::asString))
                .startsWith("response.created", "response.in_progress")
                .contains("response.output_text.delta", "response.output_text.done")
                .endsWith("response.completed");
    }

    @Test
    void callsAToolInAResponse() {
        calls(of("responseTool"));
        assertThat(of("responseTool").path("type").asString()).isEqualTo("function_call");
        assertThat(text("responseTool")).isEqualTo("The weather in Lima is sunny with 21 degrees.");
    }

    @Test
    void getsAResponseThatFollowsASchema() {
        assertThat(of("responseSchema")).isEqualTo(Caller.JSON.readTree(CAPITAL));
    }

    /// The engine's events lack the index that this one puts them in order by; it is the same
    /// without us.
    @Test
    void itsHelperForResponseStreamsFindsNoIndexInTheEnginesEvents() {
        assertThat(of("responseHelper").path("raised").asBoolean()).isTrue();
        assertThat(of("responseHelper").path("message").asString()).contains("missing output");
    }

    /// The engine keeps no responses.
    @Test
    void aResponseIsNotKept() {
        refused("responseLater", "NotFoundError", 404, "not_found");
    }

    @Test
    void embeds() {
        assertThat(of("embed")).hasSize(2);
        for (JsonNode row : of("embed")) {
            assertThat(row.path("width").asInt()).isEqualTo(ClientModels.WIDTH);
            assertThat(row.path("norm").asDouble()).isCloseTo(1, within(1e-3));
        }
        assertThat(of("embedFloats").path("width").asInt()).isEqualTo(ClientModels.WIDTH);
    }

    /// The multipart body reaches the engine; the bundled model hears nothing.
    @Test
    void aModelWithoutEarsTranscribesNothing() {
        JsonNode error = of("transcribe");

        assertThat(error.path("status").asInt()).as(error.toString()).isEqualTo(501);
        assertThat(error.path("message").asString()).contains("audio");
    }

    @Test
    void whatNoEngineServesIsNotFound() {
        refused("moderate", "NotFoundError", 404, "not_found");
    }

    @Test
    void aWrongModelNameRaisesItsNotFoundError() {
        refused("wrongModel", "NotFoundError", 404, "model_not_found");
        refused("wrongModelStream", "NotFoundError", 404, "model_not_found");
        refused("wrongModelRetrieve", "NotFoundError", 404, "model_not_found");
        assertThat(of("wrongModel").path("message").asString()).contains("recua-tine");
    }

    @Test
    void aBadRequestRaisesItsErrorWithTheEnginesWords() {
        JsonNode error = of("badRequest");

        assertThat(error.path("type").asString()).isEqualTo("BadRequestError");
        assertThat(error.path("message").asString()).contains("Expected 'messages' to be an array");
    }

    @Test
    void aWrongKeyRaisesItsAuthenticationError() {
        refused("wrongKey", "AuthenticationError", 401, "invalid_api_key");
        assertThat(text("rightKey")).isEqualTo("Tuesday.");
    }

    @Test
    void everyAnswerAndErrorHasARequestId() {
        assertThat(of("chat").path("requestId").asString()).startsWith("req-");
        assertThat(of("response").path("requestId").asString()).startsWith("req-");
        assertThat(of("wrongModel").path("requestId").asString()).startsWith("req-");
        assertThat(of("ownRequestId").path("requestId").asString()).isEqualTo("made-by-the-caller");
        assertThat(of("ownRequestId").path("model").asString()).isEqualTo(TINY_ID);
    }

    @Test
    void abortingAStreamFreesTheEngine() {
        assertThat(of("abort").path("chunks").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(of("abort").path("idleMs").asInt()).isLessThan(1000);
        assertThat(text("abort")).isEqualTo("Tuesday.");
    }

    @Test
    void asksAgainAfterTheTimeThatAFullQueueNames() {
        JsonNode tries = of("retry").path("tries");

        assertThat(tries.at("/0/status").asInt()).isEqualTo(429);
        assertThat(tries.at("/0/retryAfter").asInt()).isBetween(1, 60);
        assertThat(tries.path(tries.size() - 1).path("status").asInt()).isEqualTo(200);
        assertThat(text("retry")).startsWith("Tuesday.");
        assertThat(of("retry").path("left").asString()).isEqualTo("APIUserAbortError");
    }

    @Test
    void doesNotAskAgainForWhatCannotWork() {
        assertThat(of("noRetry").path("status").asInt()).isEqualTo(502);
        assertThat(of("noRetry").path("code").asString()).isEqualTo("model_load_failed");
        assertThat(of("noRetry").path("tries")).hasSize(1);
    }

    private static void calls(JsonNode call) {
        assertThat(call.path("name").asString()).as(call.toString()).isEqualTo("get_weather");
        assertThat(call.path("arguments").asString()).isEqualTo("{\"city\": \"Lima\"}");
    }

    private void refused(String question, String type, int status, String code) {
        JsonNode error = of(question);
        assertThat(error.path("type").asString()).as(error.toString()).isEqualTo(type);
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("code").asString()).isEqualTo(code);
    }

    private String text(String question) {
        return of(question).path("text").asString();
    }

    private JsonNode of(String question) {
        JsonNode result = results.path(question);
        assertThat(result.path("failed").asString("")).as(question).isEmpty();
        assertThat(result.isMissingNode()).as("nothing came for " + question).isFalse();
        return result;
    }
}
