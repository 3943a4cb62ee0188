package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
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
    private PackagedRecua recua;
    @AutoClose private RunningGateway gateway;
    @AutoClose private OpenAIClient client;

    @BeforeAll
    void serve(@TempDir Path home) {
        recua = PackagedRecua.in(home).engine(RealEngine.path()).config(ClientModels.yaml());
        gateway = recua.serve();
        client = client(gateway, "no-key-needed");
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
                        .addUserMessage("What is the weather in Lima?")
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

    /// A busy model is never evicted, so the second question is answered only when the first one's
    /// place is free.
    @Test
    @Timeout(30)
    void closingAStreamFreesItsPlace() {
        var endless =
                monday(ClientModels.ENDLESS)
                        .putAdditionalBodyProperty("ignore_eos", JsonValue.from(true))
                        .build();
        try (var stream = client.chat().completions().createStreaming(endless)) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }

        ChatCompletion other =
                client.chat().completions().create(monday(ClientModels.TINY).build());

        assertThat(text(other)).isEqualTo("Tuesday.");
    }

    @Test
    void anApiKeyThatIsSetIsRequired(@TempDir Path home) {
        PackagedRecua careful = PackagedRecua.in(home).engine(RealEngine.path());
        careful.config("api-key: first-second-third\n");
        try (RunningGateway locked = careful.serve()) {
            var params = monday(ClientModels.TINY).build();
            OpenAIClient stranger = client(locked, "guessed");
            OpenAIClient friend = client(locked, "first-second-third");

            assertThatThrownBy(() -> stranger.chat().completions().create(params))
                    .isInstanceOf(UnauthorizedException.class)
                    .hasMessageNotContaining("first-second-third");
            assertThatThrownBy(() -> stranger.models().list())
                    .isInstanceOf(UnauthorizedException.class);
            assertThat(text(friend.chat().completions().create(params))).isEqualTo("Tuesday.");
            assertThat(locked.output() + locked.log()).doesNotContain("first-second-third");
            stranger.close();
            friend.close();
        }
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
                .parameters(
                        FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                .build();
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
