package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
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

/// OpenAI's own Java client, unchanged, against the packaged product with a real llama-server.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiJavaIT {
    private static final String WEATHER = "What is the weather in Lima?";
    private static final String PROMPT =
            "<|im_start|>user\n" + Caller.MONDAY + "<|im_end|>\n<|im_start|>assistant\n";

    @AutoClose private RunningGateway open;
    @AutoClose private RunningGateway strict;
    @AutoClose private OpenAIClient client;
    @AutoClose private OpenAIClient friend;
    @AutoClose private OpenAIClient stranger;

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
    void listsTheModels() {
        List<String> ids = client.models().list().data().stream().map(Model::id).toList();

        assertThat(ids)
                .containsExactly("tiny-broken", "tiny-embed", "tiny-endless", "recua:3m-instruct");
        assertThat(client.models().retrieve(ClientModels.TINY).ownedBy()).isEqualTo("recua");
    }

    @Test
    void chats() {
        ChatCompletion answer =
                client.chat().completions().create(monday(ClientModels.TINY).build());

        assertThat(text(answer)).isEqualTo("Tuesday.");
        assertThat(answer.model()).isEqualTo("recua:3m-instruct");
        assertThat(answer.usage()).isPresent();
    }

    @Test
    void streams() {
        try (var stream =
                client.chat().completions().createStreaming(monday(ClientModels.TINY).build())) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();

            assertThat(chunks).hasSizeGreaterThan(2);
            assertThat(chunks.stream().map(OpenAiJavaIT::text).collect(Collectors.joining()))
                    .isEqualTo("Tuesday.");
        }
    }

    @Test
    void callsATool() {
        var params =
                ChatCompletionCreateParams.builder()
                        .model(ClientModels.TINY)
                        .temperature(0)
                        .addUserMessage(WEATHER)
                        .addTool(
                                ChatCompletionFunctionTool.builder().function(getWeather()).build())
                        .build();

        var choice = client.chat().completions().create(params).choices().getFirst();

        assertThat(choice.finishReason().asString()).isEqualTo("tool_calls");
        var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction().function();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments()).isEqualTo("{\"city\": \"Lima\"}");
    }

    @Test
    void getsJsonThatFollowsASchema() {
        var params =
                ChatCompletionCreateParams.builder()
                        .model(ClientModels.TINY)
                        .temperature(0)
                        .addUserMessage(
                                "Answer as JSON with keys city and country: What is the capital of Japan?")
                        .responseFormat(Capital.class)
                        .build();

        var answer = client.chat().completions().create(params).choices().getFirst();

        assertThat(answer.message().content()).contains(new Capital("Tokyo", "Japan"));
    }

    /// What the schema of [#getsJsonThatFollowsASchema()] is made from.
    record Capital(String city, String country) {}

    @Test
    void embeds() {
        CreateEmbeddingResponse answer =
                client.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model(ClientModels.EMBEDDING)
                                        .inputOfArrayOfStrings(List.of("Monday", "Tuesday"))
                                        .build());

        assertThat(answer.model()).isEqualTo(ClientModels.EMBEDDING);
        assertThat(answer.data()).hasSize(2);
        for (var row : answer.data()) {
            assertThat(row.embedding()).hasSize(ClientModels.WIDTH);
            double norm = row.embedding().stream().mapToDouble(x -> x * x).sum();
            assertThat(norm).isCloseTo(1, within(1e-3));
        }
        assertThat(answer.data().get(0).embedding()).isNotEqualTo(answer.data().get(1).embedding());
    }

    @Test
    void aWrongModelNameRaisesItsNotFoundError() {
        var params = monday("recua-tine").build();

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.chat().completions().create(params))
                .satisfies(
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(404);
                            assertThat(e.code()).contains("model_not_found");
                            assertThat(e.getMessage()).contains("recua-tine");
                        });
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.models().retrieve("recua-tine"));
        assertThatThrownBy(() -> client.chat().completions().createStreaming(params).close())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void completesAText() {
        var params =
                CompletionCreateParams.builder()
                        .model(ClientModels.TINY)
                        .temperature(0)
                        .prompt(PROMPT)
                        .build();

        assertThat(client.completions().create(params).choices().getFirst().text())
                .isEqualTo("Tuesday.");
        try (var stream = client.completions().createStreaming(params)) {
            assertThat(
                            stream.stream()
                                    .map(chunk -> chunk.choices().getFirst().text())
                                    .collect(Collectors.joining()))
                    .isEqualTo("Tuesday.");
        }
    }

    @Test
    void createsAResponse() {
        Response answer = client.responses().create(response(Caller.MONDAY).build());

        assertThat(text(answer)).isEqualTo("Tuesday.");
        assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
    }

    @Test
    void streamsAResponse() {
        try (var stream = client.responses().createStreaming(response(Caller.MONDAY).build())) {
            List<ResponseStreamEvent> events = stream.stream().toList();

            assertThat(
                            events.stream()
                                    .flatMap(event -> event.outputTextDelta().stream())
                                    .map(event -> event.delta())
                                    .collect(Collectors.joining()))
                    .isEqualTo("Tuesday.");
            assertThat(events.getLast().completed()).isPresent();
        }
    }

    @Test
    void callsAToolInAResponse() {
        var tool =
                FunctionTool.builder()
                        .name("get_weather")
                        .description("get_weather")
                        .strict(false)
                        .parameters(
                                FunctionTool.Parameters.builder()
                                        .additionalProperties(citySchema())
                                        .build())
                        .build();

        Response answer = client.responses().create(response(WEATHER).addTool(tool).build());

        var call = answer.output().getFirst().asFunctionCall();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments()).isEqualTo("{\"city\": \"Lima\"}");
    }

    @Test
    void aBadRequestRaisesItsErrorWithTheEnginesWords() {
        var params =
                monday(ClientModels.TINY)
                        .putAdditionalBodyProperty("grammar", JsonValue.from("root ::= ("))
                        .build();

        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.chat().completions().create(params))
                .withMessageContaining("failed to parse grammar");
    }

    @Test
    void everyAnswerAndErrorHasARequestId() {
        var params = monday(ClientModels.TINY).build();
        try (var response = client.chat().completions().withRawResponse().create(params)) {
            assertThat(response.requestId().orElseThrow()).startsWith("req-");
        }
        var own = params.toBuilder().putAdditionalHeader("X-Request-Id", "mine").build();
        try (var response = client.chat().completions().withRawResponse().create(own)) {
            assertThat(response.requestId()).contains("mine");
        }
        var wrong = monday("recua-tine").build();
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.chat().completions().create(wrong))
                .satisfies(
                        e ->
                                assertThat(e.headers().values("x-request-id").getFirst())
                                        .startsWith("req-"));
    }

    @Test
    @Timeout(60)
    void closingAStreamFreesTheEngine() {
        try (var stream = client.chat().completions().createStreaming(endless())) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }

        assertThat(FullQueue.untilIdle(open)).isLessThan(Duration.ofSeconds(1));
        ChatCompletion other =
                client.chat().completions().create(monday(ClientModels.TINY).build());
        assertThat(text(other)).isEqualTo("Tuesday.");
    }

    @Test
    @Timeout(120)
    void asksAgainAfterTheTimeThatAFullQueueNames() throws Exception {
        var short4 = monday(ClientModels.ENDLESS).maxCompletionTokens(4).build();

        ChatCompletion answer =
                FullQueue.askAt(
                        strict,
                        () -> friend.chat().completions().createStreaming(endless()),
                        () -> friend.chat().completions().create(short4));

        assertThat(text(answer)).startsWith("Tuesday.");
    }

    @Test
    void doesNotAskAgainForWhatCannotWork() {
        var params = monday(ClientModels.BROKEN).build();

        assertThatExceptionOfType(InternalServerException.class)
                .isThrownBy(() -> client.chat().completions().create(params))
                .satisfies(
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(502);
                            assertThat(e.code()).contains("model_load_failed");
                            assertThat(open.log().split("outcome=model_load_failed", -1))
                                    .hasSize(2);
                        });
    }

    @Test
    void anApiKeyThatIsSetIsRequired() {
        var params = monday(ClientModels.TINY).build();

        assertThatThrownBy(() -> stranger.chat().completions().create(params))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageNotContaining(ClientModels.KEY);
        assertThatThrownBy(() -> stranger.models().list())
                .isInstanceOf(UnauthorizedException.class);
        assertThat(text(friend.chat().completions().create(params))).isEqualTo("Tuesday.");
        assertThat(strict.output() + strict.log()).doesNotContain(ClientModels.KEY);
    }

    private static OpenAIClient client(RunningGateway gateway, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(key)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private static ChatCompletionCreateParams.Builder monday(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .temperature(0)
                .addUserMessage(Caller.MONDAY);
    }

    private static FunctionDefinition getWeather() {
        return FunctionDefinition.builder()
                .name("get_weather")
                .description("get_weather")
                .parameters(FunctionParameters.builder().additionalProperties(citySchema()).build())
                .build();
    }

    private static Map<String, JsonValue> citySchema() {
        return Map.of(
                "type", JsonValue.from("object"),
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))),
                "required", JsonValue.from(List.of("city")));
    }

    private static ChatCompletionCreateParams endless() {
        return monday(ClientModels.ENDLESS).build();
    }

    private static ResponseCreateParams.Builder response(String input) {
        return ResponseCreateParams.builder()
                .model(ClientModels.TINY)
                .temperature(0.0)
                .input(input);
    }

    private static String text(Response answer) {
        return answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static String text(ChatCompletionChunk chunk) {
        return chunk.choices().stream()
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }
}
