package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which requests load a model, which take one of its leases, and which only look.
class LookingTest {
    private static final byte[] NOTHING = {};
    private static final String CHAT = "{\"model\":\"a:1b\"}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/slots", "/metrics", "/lora-adapters"})
    void lookingNeverLoadsNorKeepsTheModel(String path) throws Exception {
        house.engine((engine, head, out) -> json(out, "[]"));
        house.open(folder);

        var before = house.get(path + "?model=a:1b");
        house.post("/v1/chat/completions", CHAT);
        await().until(() -> house.loaded("a:1b").orElseThrow().idle());
        var used = house.loaded("a:1b").orElseThrow().lastUsed();
        var after = house.get(path + "?x=1&model=a:1b");

        assertThat(before.statusCode()).isEqualTo(409);
        assertThat(before.body()).contains("model_not_loaded", "a:1b is not loaded");
        assertThat(before.headers().firstValue("x-should-retry")).contains("false");
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(house.engines().getFirst().heads)
                .last()
                .asString()
                .startsWith("GET " + path + "?x=1 HTTP/1.1");
        assertThat(house.loaded("a:1b").orElseThrow().lastUsed()).isEqualTo(used);
    }

    @Test
    void propertiesLoadTheModelAndMayBeAskedForTheirHeadOnly() throws Exception {
        house.engine((engine, head, out) -> json(out, head.startsWith("HEAD") ? "" : "{}"));
        house.open(folder);

        assertThat(house.get("/props?model=a:1b").statusCode()).isEqualTo(200);
        assertThat(house.ask("HEAD", "/props?model=a:1b", NOTHING).statusCode()).isEqualTo(200);
        assertThat(house.ask("HEAD", "/slots?model=b:1b", NOTHING).statusCode()).isEqualTo(409);
    }

    @Test
    void autoloadFalseForbidsLoadingAnywhere() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        for (String path : List.of("/v1/chat/completions", "/tokenize", "/upstream/a:1b/x")) {
            assertThat(house.post(path + "?autoload=false", CHAT).body())
                    .contains("model_not_loaded");
        }
        assertThat(house.get("/props?model=a:1b&autoload=false").statusCode()).isEqualTo(409);
        assertThat(house.launches()).isZero();

        assertThat(house.post("/v1/chat/completions?autoload=true", CHAT).statusCode())
                .isEqualTo(200);
        assertThat(house.post("/v1/chat/completions?autoload=false", CHAT).statusCode())
                .isEqualTo(200);
        assertThat(house.engines().getFirst().heads)
                .allSatisfy(head -> assertThat(head).startsWith("POST /v1/chat/completions HTTP"));
    }

    /// A child has four leases here.
    @Test
    void whatTheEngineAnswersBesideItsSlotsTakesNoLease() throws Exception {
        var busy = new CountDownLatch(4);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    if (head.startsWith("POST /v1/chat")) {
                        busy.countDown();
                        awaitLatch(goOn);
                    }
                    json(out, "{}");
                });
        house.open(folder);
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int count = 0; count < 4; count++) {
            running.add(house.postAsync("/v1/chat/completions", CHAT));
        }
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        var waiting = house.postAsync("/v1/embeddings", CHAT);

        for (String path :
                List.of(
                        "/tokenize",
                        "/v1/detokenize",
                        "/apply-template",
                        "/v1/messages/count_tokens",
                        "/lora-adapters",
                        "/slots/0?action=erase",
                        "/upstream/a:1b/tokenize")) {
            assertThat(house.post(path, CHAT).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : List.of("/props", "/slots", "/metrics", "/lora-adapters")) {
            assertThat(house.get(path + "?model=a:1b").statusCode()).as(path).isEqualTo(200);
        }
        assertThat(waiting).isNotDone();

        goOn.countDown();
        for (var answer : running) answer.get(10, TimeUnit.SECONDS);
        assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
