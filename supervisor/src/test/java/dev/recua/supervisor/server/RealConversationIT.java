package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.conversation.Conversation;
import dev.recua.client.tool.RecordFormat;
import dev.recua.client.tool.Tool;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ToolCall;
import dev.recua.testkit.RealEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records, tools and conversations against a real llama-server with the bundled model. What the
/// tiny model says does not matter here: the server keeps it to the schemas.
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealConversationIT {
    private static final int CONTEXT = 512;

    private LlamaServer server;
    private LlamaCppClient client;

    @BeforeAll
    void start() throws Exception {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        server =
                LlamaServer.of(
                        RealEngine.path(),
                        LlamaServerArgs.builder()
                                .model(RealEngine.model())
                                .alias("recua-tiny")
                                .apiKey("sesame")
                                .contextSize(CONTEXT)
                                .parallel(1)
                                .threads(1)
                                .build());
        server.start();
        client =
                LlamaCppClient.of(
                        ProviderConfig.of(ProviderType.LLAMA_CPP, server.baseUrl())
                                .withApiKey(Secret.of("sesame")));
        client.initialize().join();
    }

    @AfterAll
    void stop() {
        if (client != null) client.close();
        if (server != null) server.close();
    }

    enum Sky {
        SUN,
        RAIN
    }

    record Forecast(Sky sky, boolean windy) {}

    @Test
    void anAnswerIsARecordBecauseTheServerKeepsTheModelToItsSchema() throws Exception {
        Forecast forecast =
                RecordFormat.of(Forecast.class)
                        .ask(
                                client,
                                ChatRequest.of(
                                        "How is the weather?",
                                        it -> it.temperature(0).maxTokens(64)));

        assertThat(forecast.sky()).isIn(Sky.SUN, Sky.RAIN);
    }

    record City(String city) {}

    record Report(int temperature, String condition) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theModelCallsTheToolAndAnswersWithItsResult(boolean stream) throws Exception {
        List<City> asked = new ArrayList<>();
        Tool tool =
                Tool.of(
                        "get_weather",
                        "get_weather",
                        City.class,
                        it -> {
                            asked.add(it);
                            return new Report(21, "sunny");
                        });
        Conversation talk =
                Conversation.with(client)
                        .tools(tool)
                        .options(it -> it.temperature(0).maxTokens(64))
                        .begin();
        String question = "What is the weather in Lima?";
        List<ToolCall> heard = new ArrayList<>();

        ChatResponse answer =
                stream
                        ? talk.ask(question, chunk -> heard.addAll(chunk.toolCalls()))
                        : talk.ask(question);

        assertThat(answer.text()).isEqualTo("The weather in Lima is sunny with 21 degrees.");
        assertThat(asked).containsExactly(new City("Lima"));
        assertThat(heard).hasSize(stream ? 1 : 0);
        List<ChatMessage> said = talk.messages();
        assertThat(said).hasSize(4);
        assertThat(said.get(2).toolCallId()).isEqualTo(said.get(1).calls().getFirst().id());
        assertThat(said.get(2).text()).isEqualTo("{\"temperature\":21,\"condition\":\"sunny\"}");
    }

    @Test
    void aLongConversationStaysWithinTheContextByTheServersOwnCount() throws Exception {
        Conversation talk =
                Conversation.with(client)
                        .system("You are brief.")
                        .options(it -> it.temperature(0).maxTokens(32))
                        .begin();

        for (int i = 0; i < 25; i++) {
            var answer = talk.ask("What day comes after Monday? This is question number " + i);

            assertThat(answer.usage().promptTokens()).isLessThanOrEqualTo(CONTEXT - 32);
            assertThat(answer.recoveries()).as("what the client had to mend").isEmpty();
        }

        assertThat(talk.leftOut()).isPositive();
        assertThat(talk.messages()).hasSize(51);
    }
}
