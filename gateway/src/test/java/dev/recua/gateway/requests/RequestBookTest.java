package dev.recua.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.RequestInfo;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.gateway.scheduling.Ticket;
import dev.recua.gateway.scheduling.Use;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The book of requests, with a clock that moves when it is told to. Places in the queue and
/// loading models are shown with a whole gateway in `RequestLifeTest`.
class RequestBookTest {
    private static final ModelId MODEL = new ModelId("a:1b");

    private static final Ticket TICKET =
            new Ticket(
                    1,
                    MODEL,
                    new Terms("f", 1, Duration.ZERO),
                    "an engine",
                    Use.WORK,
                    true,
                    Instant.EPOCH,
                    Instant.MAX,
                    true);

    private final AtomicLong clock = new AtomicLong(-5_000_000_000L); // nanoTime may be negative
    private final List<FinishedRequest> heard = new ArrayList<>();
    private final RequestBook book = new RequestBook(clock::get, List.of(heard::add));

    @Test
    void aRequestIsTimedFromItsArrivalToItsEnd() {
        LiveRequest request = book.open(asked("r-1"));
        pass(20);
        request.granted();
        pass(30);
        request.begun();
        pass(50);
        request.usage(new Usage(16, 15, 13, 41.5));
        request.answered(200);

        assertThat(heard)
                .containsExactly(
                        new FinishedRequest(
                                asked("r-1"),
                                200,
                                "done",
                                Duration.ofMillis(20),
                                Optional.of(Duration.ofMillis(50)),
                                Duration.ofMillis(100),
                                new Usage(16, 15, 13, 41.5)));
        assertThat(all())
                .containsExactly(
                        new RequestInfo(
                                "r-1",
                                "a:1b",
                                "/v1/chat/completions",
                                "127.0.0.1",
                                "done",
                                null,
                                20L,
                                50L,
                                new RequestInfo.Tokens(16, 15, 13),
                                41.5,
                                200));
    }

    @Test
    void theTimeThatItRanIsNoWaitingWhenItsEngineDiesAndItWaitsAgain() {
        LiveRequest request = book.open(asked("r-1"));
        pass(10);
        request.granted();
        pass(1_000);
        request.queued(TICKET);
        pass(5);

        assertThat(all().getFirst().phase()).isEqualTo("queued");
        assertThat(all().getFirst().waitMs()).isEqualTo(15);
        request.granted();
        pass(100);
        request.failed(502, "engine_crashed");
        assertThat(heard.getFirst().waited()).isEqualTo(Duration.ofMillis(15));
        assertThat(heard.getFirst().ttft()).isEmpty();
    }

    @Test
    void anErrorOfTheEngineOurErrorAndALeftClientAreFailures() {
        book.open(asked("engine")).answered(400);
        book.open(asked("ours")).failed(503, "wait_timeout");
        book.open(asked("left")).left();

        assertThat(all()).extracting(RequestInfo::phase).containsOnly("failed");
        assertThat(all()).extracting(RequestInfo::status).containsExactly(499, 503, 400);
        assertThat(heard)
                .extracting(FinishedRequest::outcome)
                .containsExactly("engine_error", "wait_timeout", "left");
    }

    @Test
    void aRequestEndsOnce() {
        LiveRequest request = book.open(asked("r-1"));
        request.answered(200);
        request.left();
        request.failed(500, "internal");

        assertThat(heard).hasSize(1);
        assertThat(all()).hasSize(1);
    }

    @Test
    void liveOnesComeFirstAndTheYoungestFirstInBoth() {
        book.open(asked("over-1")).answered(200);
        book.open(asked("live-1"));
        book.open(asked("over-2")).answered(200);
        book.open(asked("live-2"));

        assertThat(all())
                .extracting(RequestInfo::id)
                .containsExactly("live-2", "live-1", "over-2", "over-1");
    }

    @Test
    void aThousandThatAreOverAreRememberedAndNoMore() {
        for (int i = 1; i <= 1_500; i++) book.open(asked("r-" + i)).answered(200);
        book.open(asked("live"));

        assertThat(all()).hasSize(1_001);
        assertThat(all().get(1).id()).isEqualTo("r-1500");
        assertThat(all().getLast().id()).isEqualTo("r-501");
    }

    /// One thread writes, as the event loop does, and another one looks.
    @Test
    @Timeout(30)
    void whoeverLooksWhileRequestsEndSeesEachOfThemOnce() {
        var written = new CompletableFuture<Void>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            for (int i = 1; i <= 100_000; i++) {
                                book.open(asked(Integer.toString(i))).answered(200);
                            }
                            written.complete(null);
                        });

        do {
            List<Integer> seen = all().stream().map(it -> Integer.valueOf(it.id())).toList();
            assertThat(
                            IntStream.range(1, seen.size())
                                    .filter(i -> seen.get(i) != seen.get(i - 1) - 1))
                    .as("places where one is missing or there twice")
                    .isEmpty();
        } while (!written.isDone());
    }

    @Test
    void aLongPathTakesLittleMemory() {
        var asked = new Asked("r", MODEL, "GET", "/" + "x".repeat(30_000), "127.0.0.1");

        assertThat(asked.path()).hasSize(256).endsWith("x…");
    }

    @Test
    void aCancelEndsEveryLiveRequestWithThatIdAndTellsTheOldest() {
        for (String path : List.of("/first", "/second")) {
            LiveRequest request = book.open(new Asked("same", MODEL, "POST", path, "127.0.0.1"));
            request.onCancel(() -> request.failed(503, "stopped"));
        }
        book.open(asked("other"));

        assertThat(book.cancel("same"))
                .hasValueSatisfying(
                        ended -> {
                            assertThat(ended.path()).isEqualTo("/first");
                            assertThat(ended.status()).isEqualTo(503);
                        });
        assertThat(heard).hasSize(2);
        assertThat(book.cancel("same")).isEmpty();
        assertThat(book.cancel("none")).isEmpty();
    }

    @Test
    void whatIsUnderWayIsCountedByModel() {
        var other = new ModelId("b:1b");
        book.open(asked("waits"));
        book.open(asked("runs")).granted();
        LiveRequest streams = book.open(new Asked("s", other, "POST", "/", "127.0.0.1"));
        streams.granted();
        streams.begun();
        book.open(asked("over")).answered(200);

        assertThat(book.counts())
                .containsOnly(
                        Map.entry(MODEL, new RequestBook.Counts(1, 1)),
                        Map.entry(other, new RequestBook.Counts(1, 0)));
    }

    private List<RequestInfo> all() {
        return book.all(Schedule.EMPTY).requests();
    }

    private void pass(long millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static Asked asked(String id) {
        return new Asked(id, MODEL, "POST", "/v1/chat/completions", "127.0.0.1");
    }
}
