package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.testkit.FakeClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines that come back by themselves, that are given up, and what clients and people see of it.
class RecoveryTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    @TempDir private Path folder;
    private final FakeClock clock = FakeClock.atNewYear();
    private final TestHouse house = new TestHouse().clock(clock);

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void anEngineThatDiesUnusedComesBackByItself() throws Exception {
        answering();
        house.open(folder);
        house.post(PATH, CHAT_A);

        house.engines().getFirst().die();

        await(() -> status().equals("ready") && house.launches() == 2);
        assertThat(house.post(PATH, CHAT_A).statusCode()).isEqualTo(200);
        assertThat(house.launches()).isEqualTo(2);
    }

    @Test
    void anEngineThatIsKilledWhileItLoadsIsStartedAgainAndTheClientOnlyWaits() throws Exception {
        answering();
        house.startsByHand().open(folder);
        var answer = house.postAsync(PATH, CHAT_A);
        engine(1).die();

        engine(2).ready();

        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void aModelIsCrashedWhileItWaitsToComeBackAndWhoeverAsksWaitsForThat() throws Exception {
        answering();
        house.restarts(5, Duration.ofMinutes(1)).open(folder);
        house.post(PATH, CHAT_A);
        house.engines().getFirst().die();
        await(() -> status().equals("crashed"));

        var answer = house.postAsync(PATH, CHAT_A);
        await(() -> waiting() == 1);
        assertThat(house.launches()).as("no second one beside it").isEqualTo(1);
        assertThat(house.get("/running").body()).as("no process").doesNotContain("a:1b");

        assertThat(house.order("/api/models/a:1b/load", "").statusCode())
                .as("by hand it comes back now")
                .isEqualTo(200);
        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(status()).isEqualTo("ready");
    }

    @Test
    void aModelThatWaitsToComeBackIsInitialAgainOnceItIsUnloaded() throws Exception {
        answering();
        house.restarts(5, Duration.ofMinutes(1)).open(folder);
        house.post(PATH, CHAT_A);
        house.engines().getFirst().die();
        await(() -> status().equals("crashed"));

        assertThat(house.order("/api/models/a:1b/unload", "").statusCode()).isEqualTo(200);

        assertThat(status()).isEqualTo("initial");
        assertThat(house.launches()).isEqualTo(1);
    }

    @Test
    void aModelThatIsGivenUpIsInErrorAndRequestsGetTheCauseAtOnceForThirtySeconds()
            throws Exception {
        givenUp();
        int launches = house.launches();

        HttpResponse<String> early = house.post(PATH, CHAT_A);
        assertThat(early.statusCode()).isEqualTo(502);
        assertThat(early.body())
                .contains("model_load_failed", "\"exitCode\":137", "(1 retry)", "recua load");
        assertThat(early.headers().firstValue("x-should-retry")).contains("false");
        assertThat(house.launches()).isEqualTo(launches);
        assertThat(house.get("/v1/models").body()).contains("\"failed\":true");

        clock.advance(Duration.ofSeconds(30));

        assertThat(house.post(PATH, CHAT_A).statusCode()).isEqualTo(200);
        assertThat(status()).isEqualTo("ready");
        assertThat(house.launches()).isEqualTo(launches + 1);
    }

    @Test
    void anOrderByHandTriesAgainAtOnce() throws Exception {
        givenUp();

        assertThat(house.order("/api/models/a:1b/load", "").statusCode()).isEqualTo(200);

        assertThat(status()).isEqualTo("ready");
    }

    @Test
    void unloadingForgetsTheFailureAndTheNextRequestTriesAgain() throws Exception {
        for (String order : List.of("/api/models/a:1b/unload", "/unload", "/api/swap/restart")) {
            try (var fresh = new TestHouse()) {
                fresh.engine((engine, head, out) -> engine.die());
                fresh.engine((engine, head, out) -> json(out, "{}"));
                fresh.restarts(0, Duration.ofMillis(5)).open(folder);
                fresh.post(PATH, CHAT_A);
                assertThat(status(fresh)).isEqualTo("error");

                assertThat(fresh.order(order, "").statusCode()).as(order).isEqualTo(200);

                assertThat(status(fresh)).as(order).isEqualTo("initial");
                assertThat(fresh.post(PATH, CHAT_A).statusCode()).as(order).isEqualTo(200);
            }
        }
    }

    @Test
    void whoeverWaitsForAnEngineThatIsGivenUpWhileItLoadsGetsItsRealCause() throws Exception {
        answering();
        house.startsByHand().open(folder);
        var answer = house.postAsync(PATH, CHAT_A);
        engine(1).die();

        engine(2)
                .fail(
                        new StartFailure(
                                StartFailure.Cause.BAD_MAGIC,
                                "its file is not GGUF",
                                "Get it again",
                                1,
                                List.of("invalid magic")));

        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(502);
        assertThat(answer.get().body()).contains("its file is not GGUF", "bad_magic");
        assertThat(status()).isEqualTo("error");
    }

    @Test
    void aModelThatComesBackMakesRoomForAnotherWhileNobodyWaitsForIt() throws Exception {
        answering();
        house.restarts(5, Duration.ofMinutes(1)).open(folder);
        house.post(PATH, CHAT_A);
        house.engines().getFirst().die();
        await(() -> status().equals("crashed"));

        var other = house.post(PATH, "{\"model\":\"b:1b\"}");

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(status()).isEqualTo("initial");
    }

    @Test
    void theGatewayLeavesAtOnceWhileAnEngineWaitsToComeBack() throws Exception {
        answering();
        house.restarts(5, Duration.ofMinutes(1)).open(folder);
        house.post(PATH, CHAT_A);
        house.engines().getFirst().die();
        await(() -> status().equals("crashed"));

        var closing = CompletableFuture.runAsync(house::close);

        assertThat(closing).succeedsWithin(Duration.ofSeconds(3));
        assertThat(house.launches()).isEqualTo(1);
    }

    /// After one restart of one.
    private void givenUp() throws Exception {
        house.engine((engine, head, out) -> engine.die());
        house.engine((engine, head, out) -> engine.die());
        answering();
        house.restarts(1, Duration.ofMillis(5)).open(folder);
        assertThat(house.post(PATH, CHAT_A).body()).contains("engine_crashed");
        await(() -> status().equals("error"));
    }

    private void answering() {
        house.engine((engine, head, out) -> json(out, "{}"));
    }

    /// The nth that was launched.
    private PlayedEngine engine(int nth) {
        Awaitility.await().until(() -> house.engines().size() >= nth);
        return house.engines().get(nth - 1);
    }

    private String status() throws Exception {
        return status(house);
    }

    private static String status(TestHouse house) throws Exception {
        return info(house).status();
    }

    private int waiting() throws Exception {
        return info(house).waiting();
    }

    private static ModelInfo info(TestHouse house) throws Exception {
        return WireJson.mapper().readValue(house.get("/api/models/a:1b").body(), ModelInfo.class);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }
}
