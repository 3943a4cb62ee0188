package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.chunk;
import static dev.recua.gateway.PlayedEngine.json;
import static dev.recua.gateway.PlayedEngine.lastChunk;
import static dev.recua.gateway.PlayedEngine.streamHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.scheduling.LoadFailure;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client gets when its engine fails, or never comes to be. Engines are played, so each byte
/// and each death comes when the test says so.
class EngineFailureTest {
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    private static final String STREAM_A = "{\"model\":\"a:1b\",\"stream\":true}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void anEngineThatDiesBeforeItAnswersIsReplacedAndTheClientOnlyWaits() throws Exception {
        house.engine((engine, head, out) -> engine.die());
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the second\"}"));
        house.open(folder);

        var answer = house.post("/v1/chat/completions", CHAT_A);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"from\":\"the second\"}");
    }

    @Test
    void theTimeThatARequestRanDoesNotCountAsWaitingWhenItsEngineDies() throws Exception {
        var runs = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    runs.countDown();
                    passTime(Duration.ofMillis(600));
                    engine.die();
                });
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the second\"}"));
        house.maxWait(Duration.ofMillis(500)).open(folder);

        var answer = house.post("/v1/chat/completions", CHAT_A);

        assertThat(runs.getCount()).isZero();
        assertThat(answer.body()).isEqualTo("{\"from\":\"the second\"}");
    }

    @Test
    void anEngineThatDropsItsConnectionsAndLivesIsReplacedToo() throws Exception {
        house.engine((engine, head, out) -> out.drop());
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the second\"}"));
        house.open(folder);

        var answer = house.post("/v1/chat/completions", CHAT_A);

        assertThat(answer.body()).isEqualTo("{\"from\":\"the second\"}");
        assertThat(house.engines().getFirst().gone).isDone();
    }

    @Test
    void anEngineThatDiesAfterHeadAndCommentsOfAStreamIsReplacedWithoutATrace() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, ":\n\n");
                    engine.die();
                });
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: whole\n\n");
                    lastChunk(out);
                });
        house.open(folder);

        var answer = house.post("/v1/chat/completions", STREAM_A);

        assertThat(answer.body()).isEqualTo(":\n\ndata: whole\n\n");
    }

    @Test
    void aRequestThatKillsTwoEnginesIsAnsweredWithTheCauseAndKillsNoThird() throws Exception {
        house.engine((engine, head, out) -> engine.die());
        house.engine((engine, head, out) -> engine.die());
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the third\"}"));
        house.open(folder);

        var answer = house.post("/v1/chat/completions", CHAT_A);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("\"code\":\"engine_crashed\"", "exit 137 (SIGKILL)", "last words of");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        assertThat(house.post("/v1/chat/completions", CHAT_A).body())
                .as("others go on")
                .isEqualTo("{\"from\":\"the third\"}");
        assertThat(house.launches()).isEqualTo(3);
        assertThat(house.engines().getLast().heads).hasSize(1);
    }

    @Test
    void aStreamWhoseEngineDiesEndsWithAnErrorEventAndABrokenConnection() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: half\n\n");
                    engine.die();
                });
        house.open(folder);

        String wire = house.raw("/v1/chat/completions", STREAM_A);

        assertThat(wire)
                .contains("data: half\n\n")
                .contains("data: {\"error\":{", "engine_crashed", "exit 137 (SIGKILL)")
                .doesNotContain("\r\n0\r\n");
    }

    @Test
    void anEngineThatBreaksOffItsAnswersAndLivesIsReplacedForTheNextRequest() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    streamHead(out);
                    chunk(out, "data: half\n\n");
                    out.drop();
                });
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the second\"}"));
        house.open(folder);

        assertThat(house.raw("/v1/chat/completions", STREAM_A)).contains("broke off");

        assertThat(house.post("/v1/chat/completions", CHAT_A).body())
                .isEqualTo("{\"from\":\"the second\"}");
    }

    @Test
    void aHalfJsonAnswerIsCutOffAndNeverLooksWhole() throws Exception {
        house.engine(
                (engine, head, out) -> {
                    out.write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":".getBytes());
                    out.flush();
                    engine.die();
                });
        house.open(folder);

        String wire = house.raw("/v1/chat/completions", CHAT_A);

        assertThat(wire).contains("Content-Length: 100", "{\"half\":");
        assertThat(wire).endsWith("{\"half\":");
    }

    @Test
    void aFailedLoadIsToldWithItsCauseAndALastingOneIsNotTriedAgain() throws Exception {
        house.failing(
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        "its file is not GGUF",
                        "bad_magic",
                        true,
                        OptionalInt.of(1),
                        List.of("invalid magic characters")));
        house.open(folder);

        var first = house.post("/v1/chat/completions", CHAT_A);
        var second = house.post("/v1/chat/completions", CHAT_A);

        for (HttpResponse<String> answer : List.of(first, second)) {
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body())
                    .contains("model_load_failed", "its file is not GGUF", "bad_magic")
                    .contains("\"exitCode\":1", "invalid magic characters");
        }
        assertThat(house.launches()).isEqualTo(1);
    }

    @Test
    void aLastingFailureIsTriedAgainOnceTheEngineIsReplaced() throws Exception {
        house.engine((engine, head, out) -> json(out, "{\"loaded\":true}"));
        house.failing(
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        "the engine does not know this architecture",
                        "unknown_architecture",
                        true,
                        OptionalInt.of(1),
                        List.of()));
        house.open(folder);

        assertThat(house.post("/v1/chat/completions", CHAT_A).statusCode()).isEqualTo(502);
        assertThat(house.post("/v1/chat/completions", CHAT_A).statusCode()).isEqualTo(502);
        house.engineIsReplaced();

        assertThat(house.post("/v1/chat/completions", CHAT_A).body())
                .isEqualTo("{\"loaded\":true}");
        assertThat(house.launches()).isEqualTo(2);
    }

    @Test
    void aModelThatIsNotReadyInTimeIsAGatewayTimeout() throws Exception {
        house.failing(
                new LoadFailure(
                        LoadFailure.Kind.TIMEOUT,
                        "not ready in 300 s",
                        "timeout",
                        false,
                        OptionalInt.empty(),
                        List.of()));
        house.open(folder);

        var answer = house.post("/v1/chat/completions", CHAT_A);

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("model_load_timeout", "not ready in 300 s");
    }

    private static void passTime(Duration time) {
        try {
            new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
