package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.chunk;
import static dev.recua.gateway.PlayedEngine.json;
import static dev.recua.gateway.PlayedEngine.lastChunk;
import static dev.recua.gateway.PlayedEngine.streamHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.scheduling.Event;
import dev.recua.models.catalogue.ModelId;
import dev.recua.testkit.FakeClock;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many models and requests a gateway takes on at once, seen by its clients, and how models
/// leave.
class CapacityTest {
    private static final ModelId A = new ModelId("a:1b");
    private static final String PATH = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\",\"messages\":[]}";
    private static final String CHAT_B = "{\"model\":\"b:1b\",\"messages\":[]}";
    private static final String STREAM_A = "{\"model\":\"a:1b\",\"stream\":true}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void closeTheHouse() {
        goOn.countDown();
        house.close();
    }

    @Test
    void asManyModelsAsMayBeStayLoadedTogether() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.maxModels(2).open(folder);

        house.post(PATH, CHAT_A);
        house.post(PATH, CHAT_B);
        house.post(PATH, CHAT_A);

        assertThat(house.launches()).isEqualTo(2);
        assertThat(house.gateway().schedule().residents()).hasSize(2);
    }

    @Test
    void twoModelsAnswerAtTheSameTime() throws Exception {
        var both = new CountDownLatch(2);
        house.engine(
                (engine, head, out) -> {
                    both.countDown();
                    awaitLatch(both);
                    json(out, "{}");
                });
        house.maxModels(2).open(folder);

        var a = house.postAsync(PATH, CHAT_A);
        var b = house.postAsync(PATH, CHAT_B);

        assertThat(a.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(b.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void anEngineGetsNoMoreRequestsAtOnceThanItHasSlotsTheRestWaitsWithUs() throws Exception {
        house.engine(this::answerWhenTold);
        house.parallel(2).open(folder);
        var first = house.postAsync(PATH, CHAT_A);
        var second = house.postAsync(PATH, CHAT_A);
        await().until(() -> !house.engines().isEmpty() && requests() == 2);
        var third = house.postAsync(PATH, CHAT_A);
        await().until(() -> waiting() == 1);

        assertThat(requests()).isEqualTo(2);
        goOn.countDown();

        assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(second.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(third.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void aFullQueueIsAnsweredAtOnceAlsoForAStreamAndSaysWhenToComeBack() throws Exception {
        house.engine(this::answerWhenTold);
        house.parallel(1).maxWaiting(1).open(folder);
        var running = house.postAsync(PATH, CHAT_A);
        await().until(() -> !house.engines().isEmpty() && requests() == 1);
        var patient = house.postAsync(PATH, CHAT_A);
        await().until(() -> waiting() == 1);

        var refused = house.post(PATH, STREAM_A);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        assertThat(refused.body())
                .contains("\"code\":\"queue_full\"", "\"type\":\"rate_limit_error\"")
                .contains("The queue of a:1b is full: 1 waiting, 1 running")
                .contains("queue.max-waiting");
        goOn.countDown();
        assertThat(running.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(patient.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(requests()).as("the refused one never reached the engine").isEqualTo(2);
    }

    @Test
    void aClientThatLeavesAFullQueueMakesPlaceForAnother() throws Exception {
        house.engine(this::answerWhenTold);
        house.parallel(1).maxWaiting(1).open(folder);
        var running = house.postAsync(PATH, CHAT_A);
        await().until(() -> !house.engines().isEmpty() && requests() == 1);
        try (var _ = house.socket(PATH, CHAT_A)) {
            await().until(() -> waiting() == 1);
        }
        await().until(() -> waiting() == 0);

        var next = house.postAsync(PATH, CHAT_A);
        await().until(() -> waiting() == 1);
        goOn.countDown();

        assertThat(running.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(next.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void aModelThatIsUnusedForItsIdleTimeIsUnloadedAndTheNextRequestLoadsItAnew() throws Exception {
        var clock = FakeClock.atNewYear();
        var idle = Duration.ofMillis(50);
        house.engine((engine, head, out) -> json(out, "{}"));
        house.clock(clock).idleUnload(idle).open(folder);
        house.post(PATH, CHAT_A);
        await().until(() -> house.loaded("a:1b").orElseThrow().idle());
        assertThat(house.loaded("a:1b").orElseThrow().idleUnloadAt())
                .contains(clock.instant().plus(idle));
        assertThat(house.engines().getFirst().toldToLeave).isNotDone();

        clock.advance(idle);

        house.engines().getFirst().toldToLeave.get(5, TimeUnit.SECONDS);
        await().until(() -> house.gateway().schedule().residents().isEmpty());
        assertThat(house.post(PATH, CHAT_A).statusCode()).isEqualTo(200);
        assertThat(house.launches()).isEqualTo(2);
    }

    @Test
    void aModelIsNotUnloadedWhileItAnswersHoweverLongThatTakes() throws Exception {
        var clock = FakeClock.atNewYear();
        house.engine(this::answerWhenTold);
        house.clock(clock).idleUnload(Duration.ofMillis(50)).open(folder);
        var answer = house.postAsync(PATH, CHAT_A);
        await().until(() -> !house.engines().isEmpty() && requests() == 1);

        clock.advance(Duration.ofHours(1));
        house.gateway().dispatcher().post(new Event.Tick());
        goOn.countDown();

        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await().until(() -> house.loaded("a:1b").map(it -> it.idle()).orElse(false));
        assertThat(house.engines().getFirst().toldToLeave).isNotDone();
    }

    @Test
    void anUnloadDuringAStreamWaitsForItsEndAndAFreshEngineServesWhoeverAsksMeanwhile()
            throws Exception {
        house.engine(this::streamWhenTold);
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the second\"}"));
        house.open(folder);
        var stream = house.postAsync(PATH, STREAM_A);
        await().until(() -> !house.engines().isEmpty() && requests() == 1);

        house.gateway().dispatcher().post(new Event.Unload(A, false));
        var next = house.postAsync(PATH, CHAT_A);
        await().until(() -> waiting() == 1);
        assertThat(house.engines().getFirst().toldToLeave).isNotDone();
        goOn.countDown();

        assertThat(next.get(5, TimeUnit.SECONDS).body()).isEqualTo("{\"from\":\"the second\"}");
        assertThat(house.engines().getFirst().toldToLeave).isDone();
        assertThat(stream.get(5, TimeUnit.SECONDS).body())
                .isEqualTo("data: first\n\ndata: last\n\n");
    }

    @Test
    void aForcedUnloadDuringAStreamEndsItWithAnErrorEventAndRefusesWhoeverWaits() throws Exception {
        house.engine(this::streamWhenTold);
        house.engine((engine, head, out) -> json(out, "{\"from\":\"the second\"}"));
        house.parallel(1).open(folder);
        try (var client = house.socket(PATH, STREAM_A)) {
            readUpTo("data: first\n\n", client);
            var waiting = house.postAsync(PATH, CHAT_A);
            await().until(() -> waiting() == 1);

            house.gateway().dispatcher().post(new Event.Unload(A, true));

            assertThat(rest(client))
                    .contains("\"code\":\"stopped\"", "unloaded by force")
                    .doesNotContain("data: last", "\r\n0\r\n");
            whoeverWaitedIsTold(waiting.get(5, TimeUnit.SECONDS));
        }
        assertThat(house.engines().getFirst().gone.get(5, TimeUnit.SECONDS).code())
                .as("killed")
                .isEqualTo(137);
        assertThat(house.post(PATH, CHAT_A).body()).isEqualTo("{\"from\":\"the second\"}");
    }

    @Test
    void whenServingIsStoppedEverythingIsUnloadedAndRequestsAreRefusedUntilItStartsAgain()
            throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.maxModels(2).open(folder);
        house.post(PATH, CHAT_A);
        house.post(PATH, CHAT_B);

        house.gateway().dispatcher().post(new Event.Halt(false));

        await().until(() -> house.gateway().schedule().residents().isEmpty());
        var refused = house.post(PATH, CHAT_A);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"stopped\"", "/api/swap/start");
        assertThat(refused.headers().firstValue("Retry-After")).contains("30");

        house.gateway().dispatcher().post(new Event.Resume());
        await().until(() -> house.post(PATH, CHAT_A).statusCode() == 200);
    }

    private static void whoeverWaitedIsTold(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"stopped\"");
        assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    }

    private static void readUpTo(String end, Socket from) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) read.append((char) from.getInputStream().read());
    }

    private static String rest(Socket from) throws IOException {
        return new String(from.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void answerWhenTold(PlayedEngine engine, String head, PlayedEngine.Wire out)
            throws IOException {
        awaitLatch(goOn);
        json(out, "{}");
    }

    private void streamWhenTold(PlayedEngine engine, String head, PlayedEngine.Wire out)
            throws IOException {
        streamHead(out);
        chunk(out, "data: first\n\n");
        awaitLatch(goOn);
        chunk(out, "data: last\n\n");
        lastChunk(out);
    }

    /// Requests that the first engine has got.
    private int requests() {
        return house.engines().getFirst().heads.size();
    }

    private int waiting() {
        return house.gateway().schedule().queue().size();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
