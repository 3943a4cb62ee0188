package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Anthropic's own client for Node, as npm installs it, against the packaged product with a real
/// llama-server. `src/test/npm/anthropic.mjs` asks; here is what must come.
@NeedsRealEngine
@DisabledIf(
        value = "dev.recua.gateway.it.NodeClients#areMissingAndMayBe",
        disabledReason = "node or npm is not on the PATH")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnthropicNodeIT {
    private static final String TINY_ID = "recua:3m-instruct";

    private JsonNode results;

    @BeforeAll
    void askEverything(@TempDir Path home) {
        results = NodeClients.ask("anthropic", home);
    }

    @Test
    void createsAMessage() {
        JsonNode message = of("create");

        assertThat(message.path("type").asString()).isEqualTo("message");
        assertThat(message.path("role").asString()).isEqualTo("assistant");
        assertThat(message.at("/content/0/text").asString()).isEqualTo("Tuesday.");
        assertThat(message.path("model").asString()).isEqualTo(TINY_ID);
        assertThat(message.path("stopReason").asString()).isEqualTo("end_turn");
        assertThat(message.at("/usage/output_tokens").asInt()).isPositive();
    }

    @Test
    void followsASystemPromptAndSeveralTurns() {
        assertThat(text("system")).isEqualTo("THE CAPITAL OF SPAIN IS MADRID.");
        assertThat(text("turns")).isEqualTo("Your name is Ana.");
    }

    @Test
    void streamsAMessage() {
        assertThat(text("stream")).isEqualTo("Tuesday.");
        assertThat(of("stream").path("types").valueStream().map(JsonNode::asString))
                .startsWith("message_start", "content_block_start", "content_block_delta")
                .endsWith("content_block_stop", "message_delta", "message_stop");
    }

    @Test
    void gathersAStreamIntoAMessage() {
        assertThat(text("streamHelper")).isEqualTo("Tuesday.");
        assertThat(of("streamHelper").path("heard").asString()).isEqualTo("Tuesday.");
        assertThat(of("streamHelper").path("stopReason").asString()).isEqualTo("end_turn");
        assertThat(of("streamHelper").at("/usage/output_tokens").asInt()).isPositive();
    }

    @Test
    void stopsAtASequence() {
        assertThat(text("stopSequence")).isEqualTo("1, 2, 3, 4, ");
        assertThat(of("stopSequence").path("stopSequence").asString()).isEqualTo("5");
    }

    @Test
    void countsTokens() {
        assertThat(of("countTokens").path("input_tokens").asInt()).isBetween(5, 50);
    }

    @Test
    void callsATool() {
        calls(of("tool"));
        calls(of("toolStream"));
    }

    @Test
    void answersFromAToolsResult() {
        assertThat(text("toolResult")).isEqualTo("The weather in Lima is sunny with 21 degrees.");
    }

    @Test
    void runsToolsUntilTheAnswer() {
        assertThat(of("toolLoop").at("/asked/0/city").asString()).isEqualTo("Lima");
        assertThat(text("toolLoop")).contains("sunny with 21 degrees");
    }

    @Test
    void servesItsBetaCallsLikeTheOthers() {
        assertThat(text("beta")).isEqualTo("Tuesday.");
    }

    @Test
    void listsTheModels() {
        assertThat(of("list").path("ids").valueStream().map(JsonNode::asString))
                .containsExactly("tiny-broken", "tiny-embed", "tiny-endless", TINY_ID);
        assertThat(of("list").path("byAlias").asString()).isEqualTo(TINY_ID);
    }

    @Test
    void whatNoEngineServesIsNotFound() {
        refused("batches", "NotFoundError", 404, "not_found_error", "not_found");
    }

    @Test
    void aWrongModelNameRaisesItsNotFoundError() {
        refused("wrongModel", "NotFoundError", 404, "not_found_error", "model_not_found");
        refused("wrongModelStream", "NotFoundError", 404, "not_found_error", "model_not_found");
        assertThat(of("wrongModel").path("message").asString()).contains("recua-tine");
    }

    @Test
    void aPromptThatIsTooLongRaisesItsErrorWithTheEnginesWords() {
        JsonNode error = of("tooLong");

        assertThat(error.path("type").asString()).isEqualTo("BadRequestError");
        assertThat(error.path("message").asString())
                .contains("exceeds the available context size (1024 tokens)");
    }

    /// The engine calls a body without messages its own fault; so it comes.
    @Test
    void aBadRequestComesWithTheEnginesStatusAndWords() {
        JsonNode error = of("badRequest");

        assertThat(error.path("status").asInt()).isEqualTo(500);
        assertThat(error.path("message").asString()).contains("'messages' is required");
    }

    @Test
    void aWrongKeyRaisesItsAuthenticationError() {
        refused("wrongKey", "AuthenticationError", 401, "authentication_error", "invalid_api_key");
        assertThat(of("rightKey").path("texts").valueStream().map(JsonNode::asString))
                .containsExactly("Tuesday.", "Tuesday.");
    }

    @Test
    void everyAnswerAndErrorHasARequestId() {
        assertThat(of("create").path("requestId").asString()).startsWith("req-");
        assertThat(of("wrongModel").path("requestId").asString()).startsWith("req-");
        assertThat(of("wrongKey").path("requestId").asString()).startsWith("req-");
    }

    @Test
    void abortingAStreamFreesTheEngine() {
        assertThat(of("abort").path("events").asInt()).isGreaterThanOrEqualTo(5);
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
        assertThat(call.path("type").asString()).as(call.toString()).isEqualTo("tool_use");
        assertThat(call.path("name").asString()).isEqualTo("get_weather");
        assertThat(call.at("/input/city").asString()).isEqualTo("Lima");
        assertThat(call.path("stopReason").asString()).isEqualTo("tool_use");
    }

    /// @param kind the `error.type` in the body, which the client gives as `type`
    private void refused(String question, String type, int status, String kind, String code) {
        JsonNode error = of(question);
        assertThat(error.path("type").asString()).as(error.toString()).isEqualTo(type);
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("kind").asString()).isEqualTo(kind);
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
