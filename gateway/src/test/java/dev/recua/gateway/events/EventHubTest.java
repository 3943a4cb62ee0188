package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHubTest {
    private final EventHub hub = new EventHub("e1");

    /// A value that says which one it is.
    private record Number(long value) {}

    @Test
    void aSnapshotComesFirstAndThenEachChangeWithItsNumber() {
        hub.publish("model", new Number(1));
        var subscriber = hub.subscribe(Only.ALL, Optional.empty(), () -> {});
        assertThat(take(subscriber)).containsExactly("all e1-1");
        hub.publish("model", new Number(2));
        hub.publish("request", new Number(3));

        assertThat(take(subscriber)).containsExactly("e1-2 model", "e1-3 request");
        assertThat(subscriber.next()).isEmpty();
    }

    @Test
    void whatHappensBeforeTheSnapshotIsTakenIsInItAndNotToldAgain() {
        var subscriber = hub.subscribe(Only.ALL, Optional.empty(), () -> {});
        hub.publish("model", new Number(1));

        assertThat(take(subscriber)).containsExactly("all e1-1");
    }

    @Test
    void theSnapshotIsTheSumOfAllChanges() {
        var before = Samples.status("ready");
        hub.publish("llamaStatus", new StatusChange(before, Instant.EPOCH, 0));
        hub.publish("model", Samples.model("b:1b", "ready", 1));
        hub.publish("model", Samples.model("a:1b", "initial", 0));
        hub.publish("model", Samples.model("gone:1b", "initial", 0));
        hub.publish("modelRemoved", new dev.recua.client.admin.ModelRemoved("gone:1b"));
        hub.publish("model", Samples.model("a:1b", "starting", 0));
        hub.publish("request", new RequestChange(1, false, Samples.request("r", "queued")));
        hub.publish("request", new RequestChange(2, false, Samples.request("r", "prompt")));
        hub.publish("request", new RequestChange(1, true, Samples.request("r", "done")));

        var subscriber = hub.subscribe(Only.ALL, Optional.empty(), () -> {});
        var seen = ((Delivery.Everything) subscriber.next().orElseThrow()).seen();

        assertThat(seen.told().status()).isEqualTo(before);
        assertThat(seen.models())
                .containsExactly(
                        Samples.model("a:1b", "starting", 0), Samples.model("b:1b", "ready", 1));
        assertThat(seen.requests())
                .containsExactly(Samples.request("r", "prompt"), Samples.request("r", "done"));
    }

    @Test
    void oneWhoComesBackGetsWhatItMissed() {
        IntStream.rangeClosed(1, 5).forEach(i -> hub.publish("model", new Number(i)));

        assertThat(take(hub.subscribe(Only.ALL, Optional.of("e1-3"), () -> {})))
                .containsExactly("e1-4 model", "e1-5 model");
        assertThat(take(hub.subscribe(Only.ALL, Optional.of("e1-5"), () -> {}))).isEmpty();
    }

    @Test
    void allOfTheLast1024AreReplayedAndBeyondThatThereIsASnapshot() {
        IntStream.rangeClosed(1, 1_100).forEach(i -> hub.publish("model", new Number(i)));

        assertThat(take(hub.subscribe(Only.ALL, Optional.of("e1-76"), () -> {})))
                .hasSize(1_024)
                .startsWith("e1-77 model");
        assertThat(take(hub.subscribe(Only.ALL, Optional.of("e1-75"), () -> {})))
                .containsExactly("all e1-1100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"e0-1", "e1-9", "e1", "e1-", "-1", "e1-x", "", "e1-99999999999999999999"})
    void anIdThatIsNotOursOrNotYetThereGetsASnapshot(String id) {
        hub.publish("model", new Number(1));

        assertThat(take(hub.subscribe(Only.ALL, Optional.of(id), () -> {})))
                .containsExactly("all e1-1");
    }

    @Test
    void onlyWhatIsWantedIsToldAndReplayed() {
        var statuses = new Only(Set.of("llamaStatus"));
        var subscriber = hub.subscribe(statuses, Optional.empty(), () -> {});
        assertThat(take(subscriber)).containsExactly("all e1-0");
        hub.publish("model", new Number(1));
        hub.publish("llamaStatus", new Number(2));

        assertThat(take(subscriber)).containsExactly("e1-2 llamaStatus");
        assertThat(take(hub.subscribe(statuses, Optional.of("e1-0"), () -> {})))
                .containsExactly("e1-2 llamaStatus");
    }

    @Test
    void oneWhoIs256BehindGetsThemAllAndOneWhoIs257BehindGetsASnapshotInstead() {
        var subscriber = hub.subscribe(Only.ALL, Optional.empty(), () -> {});
        take(subscriber);
        IntStream.rangeClosed(1, 256).forEach(i -> hub.publish("model", new Number(i)));
        assertThat(take(subscriber)).hasSize(256);

        IntStream.rangeClosed(257, 513).forEach(i -> hub.publish("model", new Number(i)));
        hub.publish("model", new Number(514));

        assertThat(subscriber.next()).get().extracting(Delivery::id).isEqualTo("e1-514");
        hub.publish("model", new Number(515));
        assertThat(take(subscriber)).containsExactly("e1-515 model");
    }

    @Test
    void oneWhoIsStalledInAReplayKeepsTheBound() {
        IntStream.rangeClosed(1, 1_000).forEach(i -> hub.publish("model", new Number(i)));
        var subscriber = hub.subscribe(Only.ALL, Optional.of("e1-0"), () -> {});
        IntStream.rangeClosed(1_001, 1_257).forEach(i -> hub.publish("model", new Number(i)));

        assertThat(take(subscriber)).containsExactly("all e1-1257");
    }

    @Test
    void aSleeperIsWokenOnceAndOneWhoHasNotTakenYetIsNot() {
        var woken = new AtomicInteger();
        var subscriber = hub.subscribe(Only.ALL, Optional.empty(), woken::incrementAndGet);
        hub.publish("model", new Number(1));
        assertThat(woken).hasValue(0);
        take(subscriber);
        hub.publish("model", new Number(2));
        hub.publish("model", new Number(3));
        assertThat(woken).hasValue(1);
        take(subscriber);
        hub.publish("model", new Number(4));
        assertThat(woken).hasValue(2);

        subscriber.close();
        subscriber.close();
        hub.publish("model", new Number(5));
        assertThat(woken).hasValue(2);
        assertThat(hub.subscribers()).isZero();
    }

    @Test
    void anEpochIsLettersAndDigits() {
        assertThatThrownBy(() -> new EventHub("a-b")).isInstanceOf(IllegalArgumentException.class);
    }

    /// Seeded: subscribers come, take in pieces, fall behind, leave and come back with an id.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoeverKeepsUpSeesEveryChangeOnceAndInOrder(long seed) {
        var random = new Random(seed);
        var readers = IntStream.range(0, 12).mapToObj(i -> new Reader(hub, i % 3 == 0)).toList();
        for (int step = 0; step < 4_000; step++) {
            int kind = random.nextInt(10);
            Reader reader = readers.get(random.nextInt(readers.size()));
            if (kind < 6) hub.publish(random.nextBoolean() ? "model" : "request", new Number(step));
            else if (kind < 9) reader.take(random.nextInt(reader.lazy ? 3 : 40));
            else if (random.nextInt(20) == 0) reader.comeBack();
        }
        for (Reader reader : readers) {
            reader.take(Integer.MAX_VALUE);
            assertThat(reader.wrong).as("seed " + seed).isEmpty();
            assertThat(reader.seen).as("seed " + seed).isEqualTo(numberOf(last(hub)));
        }
    }

    /// Threads publish as fast as they can; 99 take all of it, one takes nothing until the end.
    @Test
    @Timeout(60)
    void aHundredListenAndOneOfThemStallsAndHoldsUpNobody() throws Exception {
        int perThread = 5_000;
        var stalled = new Reader(hub, true);
        stalled.take(1);
        var readers = IntStream.range(0, 99).mapToObj(_ -> new Reader(hub, false)).toList();
        var done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            Thread.ofPlatform()
                    .start(
                            () -> {
                                for (int i = 0; i < perThread; i++)
                                    hub.publish("model", new Number(i));
                                done.countDown();
                            });
        }
        while (done.getCount() > 0) readers.forEach(reader -> reader.take(64));
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();

        for (Reader reader : readers) {
            reader.take(Integer.MAX_VALUE);
            assertThat(reader.wrong).isEmpty();
            assertThat(reader.seen).isEqualTo(4L * perThread);
        }
        assertThat(stalled.snapshots).isEqualTo(1);
        stalled.take(Integer.MAX_VALUE);
        assertThat(stalled.snapshots).as("it is told to begin anew").isEqualTo(2);
        assertThat(stalled.seen).isEqualTo(4L * perThread);
    }

    /// One who listens, and checks that nothing is missing and nothing comes twice.
    private static final class Reader {
        private final EventHub hub;
        final boolean lazy;
        final List<String> wrong = new ArrayList<>();
        private EventHub.Subscriber subscriber;
        long seen;
        int snapshots;
        private String lastId = "";

        Reader(EventHub hub, boolean lazy) {
            this.hub = hub;
            this.lazy = lazy;
            subscriber = hub.subscribe(Only.ALL, Optional.empty(), () -> {});
        }

        void comeBack() {
            subscriber.close();
            subscriber =
                    hub.subscribe(
                            Only.ALL, Optional.of(lastId).filter(id -> !id.isEmpty()), () -> {});
        }

        void take(int most) {
            for (int i = 0; i < most; i++) {
                Optional<Delivery> next = subscriber.next();
                if (next.isEmpty()) return;
                long number = numberOf(next.get().id());
                switch (next.get()) {
                    case Delivery.Everything _ -> {
                        snapshots++;
                        if (number < seen) wrong.add("back from " + seen + " to " + number);
                    }
                    case Delivery.One(var change) -> {
                        if (change.number() != seen + 1) wrong.add(seen + " then " + number);
                    }
                }
                seen = number;
                lastId = next.get().id();
            }
        }
    }

    private static String last(EventHub hub) {
        var subscriber = hub.subscribe(Only.ALL, Optional.empty(), () -> {});
        String id = subscriber.next().orElseThrow().id();
        subscriber.close();
        return id;
    }

    private static long numberOf(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    private static List<String> take(EventHub.Subscriber subscriber) {
        var taken = new ArrayList<String>();
        for (var next = subscriber.next(); next.isPresent(); next = subscriber.next()) {
            taken.add(
                    switch (next.get()) {
                        case Delivery.Everything(var id, var _) -> "all " + id;
                        case Delivery.One(var change) -> change.toString();
                    });
        }
        return taken;
    }
}
