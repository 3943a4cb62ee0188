package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.ChatStream;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.server.Adoption.LlamaServerThere;
import dev.recua.supervisor.server.ServerFacts.Access;
import dev.recua.testkit.Golden;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Tag("real")
@Timeout(120)
class RealLlamaServerIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Path binary = Path.of("");

    @BeforeEach
    void find() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        binary = RealEngine.path();
    }

    private static LlamaServerArgs.Builder tiny() {
        return LlamaServerArgs.builder()
                .model(RealEngine.model())
                .alias("recua-tiny")
                .contextSize(512);
    }

    @Test
    void theDayAfterMondayIsTuesdayWholeAndStreamed() throws Exception {
        ChatRequest question =
                ChatRequest.of(
                        "recua-tiny",
                        "What day comes after Monday?",
                        it -> it.temperature(0).seed(42));
        try (LlamaServer server = LlamaServer.of(binary, tiny().build())) {
            server.start();

            ChatResponse whole = server.chatCompletions(question);
            assertThat(whole.text()).isEqualTo("Tuesday.");
            assertThat(whole.choices().getFirst().finishReason()).isEqualTo("stop");
            assertThat(whole.model()).isEqualTo("recua-tiny");

            var streamed = new StringBuilder();
            try (ChatStream stream = server.streamChatCompletions(question)) {
                stream.forEachRemaining(chunk -> streamed.append(chunk.text()));
                assertThat(stream.isWhole()).isTrue();
            }
            assertThat(streamed).hasToString("Tuesday.");
        }
    }

    @Test
    void theBundledModelAnswersAsItsExamplesSay() throws Exception {
        try (LlamaServer server = LlamaServer.of(binary, tiny().build())) {
            server.start();
            int asked = 0;
            for (JsonNode example :
                    WireJson.mapper().readTree(Golden.text("recua-tiny/examples.json"))) {
                if (!example.path("tools").isNull() || asked == 8) continue;
                List<ChatMessage> messages = new ArrayList<>();
                for (JsonNode message : example.path("messages"))
                    messages.add(WireJson.mapper().treeToValue(message, ChatMessage.class));
                ChatRequest request =
                        ChatRequest.of("recua-tiny", messages, it -> it.temperature(0));

                assertThat(server.chatCompletions(request).text())
                        .isEqualTo(example.path("answer").asString());
                asked++;
            }
            assertThat(asked).isEqualTo(8);
        }
    }

    @Test
    void aTextSurvivesBeingSplitIntoTokensAndPutTogether() throws Exception {
        try (LlamaServer server = LlamaServer.of(binary, tiny().build())) {
            server.start();
            for (String text : List.of("Hello, world!", "café — 東京 🐎", "")) {
                List<Integer> tokens = server.tokenize(text);

                assertThat(server.detokenize(tokens)).isEqualTo(text);
                assertThat(tokens.isEmpty()).isEqualTo(text.isEmpty());
            }
            JsonNode pieces =
                    WireJson.mapper().readTree("{\"content\":\"Hello\",\"with_pieces\":true}");
            try (RawAnswer answer = server.tokenize(pieces)) {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(
                                new String(
                                        answer.body().readAllBytes(),
                                        java.nio.charset.StandardCharsets.UTF_8))
                        .contains("\"piece\":");
            }
        }
    }

    @Test
    void embeddingsAreRefusedWhereTheyAreNotServedAndAloneWhereTheyAre() throws Exception {
        try (LlamaServer chat = LlamaServer.of(binary, tiny().build())) {
            chat.start();
            var refused =
                    catchThrowableOfType(
                            LlmException.class, () -> chat.embeddings(EmbeddingRequest.of("a")));
            assertThat(refused.status()).hasValue(501);
        }
        try (LlamaServer server =
                LlamaServer.of(
                        binary, tiny().embeddings(true).serverArg("--pooling mean").build())) {
            server.start();
            var vectors = server.embeddings(EmbeddingRequest.of("a horse", "a mule"));

            assertThat(vectors.data()).hasSize(2);
            assertThat(vectors.first()).hasSizeGreaterThan(100);
            double square = vectors.first().stream().mapToDouble(x -> x * x).sum();
            assertThat(square).isBetween(0.999, 1.001);
        }
    }

    @Test
    void twentyAtOnceAllGetAPort() throws Exception {
        List<LlamaServer> servers = new ArrayList<>();
        for (int i = 0; i < 20; i++) servers.add(LlamaServer.of(binary, tiny().threads(1).build()));
        try {
            List<CompletableFuture<StartOutcome>> starts =
                    servers.stream().map(LlamaServer::launch).toList();
            for (var start : starts)
                assertThat(start.get(60, TimeUnit.SECONDS)).isInstanceOf(StartOutcome.Ready.class);

            assertThat(servers.stream().map(server -> server.baseUrl().getPort()))
                    .doesNotHaveDuplicates();
        } finally {
            servers.parallelStream().forEach(LlamaServer::close);
        }
    }

    @Test
    void anAddressOtherThanTheUsualOneIsReached() throws Exception {
        try (LlamaServer server = LlamaServer.of(binary, tiny().host("127.0.0.2").build())) {
            server.start();

            assertThat(server.baseUrl().getHost()).isEqualTo("127.0.0.2");
            assertThat(server.tokenize("a")).isNotEmpty();
        }
    }

    @Test
    void aRunningOneIsRecognisedWithItsKeyAndWithout() throws Exception {
        try (LlamaServer running = LlamaServer.of(binary, tiny().apiKey("sesame").build())) {
            running.start();
            int port = running.baseUrl().getPort();

            LlamaServerThere known =
                    there(Adoption.look("localhost", port, Optional.of("sesame"), LIMIT));
            assertThat(known.facts().access()).isEqualTo(Access.OPEN);
            assertThat(known.facts().alias()).hasValue("recua-tiny");
            assertThat(known.facts().modelPath()).hasValue(RealEngine.model().toString());
            assertThat(known.owner().orElseThrow().pid()).isEqualTo(running.pid().orElseThrow());
            assertThat(known.owner().orElseThrow().program()).isEqualTo("llama-server");

            assertThat(there(Adoption.look("localhost", port, LIMIT)).facts().access())
                    .isEqualTo(Access.KEY_REFUSED);

            try (AdoptedServer adopted =
                    AdoptedServer.of(
                            known,
                            Optional.of("sesame"),
                            dev.recua.supervisor.child.ChildLimits.DEFAULT)) {
                ServerContract.outcome(adopted);
                assertThat(adopted.tokenize("a")).isNotEmpty();
                running.stop(LIMIT).get(10, TimeUnit.SECONDS);
                assertThat(adopted.exited().get(10, TimeUnit.SECONDS).isCrash()).isTrue();
            }
        }
    }

    private static LlamaServerThere there(Adoption found) {
        assertThat(found).isInstanceOf(LlamaServerThere.class);
        return (LlamaServerThere) found;
    }
}
