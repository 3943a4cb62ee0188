package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.models.ModelInfo;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Anthropic's own Java client, unchanged, against the packaged product with a real llama-server.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnthropicJavaIT {
    private static final String WEATHER = "What is the weather in Lima?";

    @AutoClose private RunningGateway open;
    @AutoClose private RunningGateway strict;
    @AutoClose private AnthropicClient client;
    @AutoClose private AnthropicClient friend;
    @AutoClose private AnthropicClient stranger;

    @BeforeAll
    void serve(@TempDir Path home, @TempDir Path strictHome) {
        Path engine = RealEngine.path();
        open = PackagedRecua.in(home).engine(engine).config(ClientModels.yaml()).serve();
        strict =
                PackagedRecua.in(strictHome)
                        .engine(engine)
                        .config(ClientModels.strictYaml())
                        .serve();
        client = client(open, "no-key-needed");
        friend = client(strict, ClientModels.KEY);
        stranger = client(strict, "guessed");
    }

    @Test
    void createsAMessage() {
        Message message = client.messages().create(monday(ClientModels.TINY).build());

        assertThat(text(message)).isEqualTo("Tuesday.");
        assertThat(message.model().asString()).isEqualTo("recua:3m-instruct");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @Test
    void followsASystemPromptAndSeveralTurns() {
        var upper =
                params(ClientModels.TINY)
                        .system("Answer in upper case.")
                        .addUserMessage("What is the capital of Spain?");
        var memory =
                params(ClientModels.TINY)
                        .addUserMessage("My favorite color is green.")
                        .addAssistantMessage("OK. Your favorite color is green.")
                        .addUserMessage("What is my favorite color?");

        assertThat(text(client.messages().create(upper.build())))
                .isEqualTo("THE CAPITAL OF SPAIN IS MADRID.");
        assertThat(text(client.messages().create(memory.build())))
                .isEqualTo("Your favorite color is green.");
    }

    @Test
    void streamsAMessage() {
        try (var stream = client.messages().createStreaming(monday(ClientModels.TINY).build())) {
            List<RawMessageStreamEvent> events = stream.stream().toList();

            assertThat(events.getFirst().isMessageStart()).isTrue();
            assertThat(events.getLast().isMessageStop()).isTrue();
            assertThat(events.stream().map(AnthropicJavaIT::piece).collect(Collectors.joining()))
                    .isEqualTo("Tuesday.");
        }
    }

    @Test
    void gathersAStreamIntoAMessage() {
        MessageAccumulator whole = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(monday(ClientModels.TINY).build())) {
            stream.stream().forEach(whole::accumulate);
        }

        assertThat(text(whole.message())).isEqualTo("Tuesday.");
        assertThat(whole.message().stopReason()).contains(StopReason.END_TURN);
    }

    @Test
    void countsTokens() {
        var params =
                MessageCountTokensParams.builder()
                        .model(ClientModels.TINY)
                        .addUserMessage(Caller.MONDAY)
                        .build();

        assertThat(client.messages().countTokens(params).inputTokens()).isBetween(5L, 50L);
    }

    @Test
    void callsAToolAndAnswersFromItsResult() {
        var params = params(ClientModels.TINY).addTool(getWeather()).addUserMessage(WEATHER);

        Message call = client.messages().create(params.build());
        var use = call.content().getFirst().asToolUse();
        var result =
                ToolResultBlockParam.builder()
                        .toolUseId(use.id())
                        .content("{\"temperature\": 21, \"condition\": \"sunny\"}")
                        .build();
        Message answer =
                client.messages()
                        .create(
                                params.addMessage(call)
                                        .addUserMessageOfBlockParams(
                                                List.of(ContentBlockParam.ofToolResult(result)))
                                        .build());

        assertThat(call.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(use.name()).isEqualTo("get_weather");
        assertThat((Object) use._input().convert(Map.class)).isEqualTo(Map.of("city", "Lima"));
        assertThat(text(answer)).isEqualTo("The weather in Lima is sunny with 21 degrees.");
    }

    @Test
    void callsAToolInAStream() {
        var params = params(ClientModels.TINY).addTool(getWeather()).addUserMessage(WEATHER);
        MessageAccumulator whole = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(params.build())) {
            stream.stream().forEach(whole::accumulate);
        }

        var use = whole.message().content().getFirst().asToolUse();
        assertThat(use.name()).isEqualTo("get_weather");
        assertThat((Object) use._input().convert(Map.class)).isEqualTo(Map.of("city", "Lima"));
    }

    @Test
    void listsTheModels() {
        List<String> ids = client.models().list().data().stream().map(ModelInfo::id).toList();

        assertThat(ids)
                .containsExactly("tiny-broken", "tiny-embed", "tiny-endless", "recua:3m-instruct");
        assertThat(client.models().retrieve(ClientModels.TINY).id()).isEqualTo("recua:3m-instruct");
    }

    @Test
    void aWrongModelNameRaisesItsNotFoundError() {
        var params = monday("recua-tine").build();

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.messages().create(params))
                .satisfies(
                        e -> {
                            assertThat(error(e)).containsEntry("type", "not_found_error");
                            assertThat(error(e)).containsEntry("code", "model_not_found");
                            assertThat(e.getMessage()).contains("recua-tine");
                        });
        assertThatThrownBy(() -> client.messages().createStreaming(params).close())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aPromptThatIsTooLongRaisesItsErrorWithTheEnginesWords() {
        var params = params(ClientModels.TINY).addUserMessage("hello ".repeat(3000)).build();

        assertThatThrownBy(() -> client.messages().create(params))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("exceeds the available context size (1024 tokens)");
    }

    @Test
    void aWrongKeyRaisesItsAuthenticationError() {
        var params = monday(ClientModels.TINY).build();

        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> stranger.messages().create(params))
                .satisfies(e -> assertThat(error(e)).containsEntry("type", "authentication_error"));
        assertThat(text(friend.messages().create(params))).isEqualTo("Tuesday.");
    }

    @Test
    void everyAnswerAndErrorHasARequestId() {
        var params = monday(ClientModels.TINY).build();
        var wrong = monday("recua-tine").build();

        try (var response = client.messages().withRawResponse().create(params)) {
            assertThat(response.requestId().orElseThrow()).startsWith("req-");
        }
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.messages().create(wrong))
                .satisfies(
                        e -> {
                            String id = e.headers().values("request-id").getFirst();
                            assertThat(body(e).get("request_id")).isEqualTo(id);
                        });
    }

    @Test
    @Timeout(60)
    void closingAStreamFreesTheEngine() {
        try (var stream = client.messages().createStreaming(monday(ClientModels.ENDLESS).build())) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }

        assertThat(FullQueue.untilIdle(open)).isLessThan(Duration.ofSeconds(1));
        Message other = client.messages().create(monday(ClientModels.TINY).build());
        assertThat(text(other)).isEqualTo("Tuesday.");
    }

    @Test
    @Timeout(120)
    void asksAgainAfterTheTimeThatAFullQueueNames() throws Exception {
        var endless = monday(ClientModels.ENDLESS).build();
        var short4 = monday(ClientModels.ENDLESS).maxTokens(4).build();

        Message answer =
                FullQueue.askAt(
                        strict,
                        () -> friend.messages().createStreaming(endless),
                        () -> friend.messages().create(short4));

        assertThat(text(answer)).startsWith("Tuesday.");
    }

    @Test
    void doesNotAskAgainForWhatCannotWork() {
        var params = monday(ClientModels.BROKEN).build();

        assertThatExceptionOfType(InternalServerException.class)
                .isThrownBy(() -> client.messages().create(params))
                .satisfies(
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(502);
                            assertThat(error(e)).containsEntry("code", "model_load_failed");
                            String id = (String) body(e).get("request_id");
                            assertThat(open.log().split("outcome=model_load_failed", -1))
                                    .hasSize(2);
                            assertThat(open.log()).contains("request=" + id);
                        });
    }

    private static AnthropicClient client(RunningGateway gateway, String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.url().toString())
                .apiKey(key)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    /// The client's own method for the temperature is deprecated, because its maker's newest models
    /// have none.
    private static MessageCreateParams.Builder params(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(1000)
                .putAdditionalBodyProperty("temperature", JsonValue.from(0));
    }

    /// For the endless model the limit is far away.
    private static MessageCreateParams.Builder monday(String model) {
        var params = params(model).addUserMessage(Caller.MONDAY);
        return model.equals(ClientModels.ENDLESS) ? params.maxTokens(1_000_000) : params;
    }

    private static Tool getWeather() {
        var properties =
                Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                        .build();
        return Tool.builder()
                .name("get_weather")
                .description("get_weather")
                .inputSchema(
                        Tool.InputSchema.builder()
                                .properties(properties)
                                .addRequired("city")
                                .build())
                .build();
    }

    private static String text(Message message) {
        return message.content().getFirst().asText().text();
    }

    private static String piece(RawMessageStreamEvent event) {
        return event.contentBlockDelta().map(delta -> delta.delta().asText().text()).orElse("");
    }

    private static Map<?, ?> body(AnthropicServiceException e) {
        return e.body().convert(Map.class);
    }

    private static Map<String, Object> error(AnthropicServiceException e) {
        @SuppressWarnings("unchecked") // an object of JSON
        var error = (Map<String, Object>) body(e).get("error");
        return error;
    }
}
