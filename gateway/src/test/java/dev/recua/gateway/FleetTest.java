package dev.recua.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.fleet.Launcher;
import dev.recua.gateway.scheduling.Event;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final ModelId MODEL = new ModelId("a:1b");
    private static final LoadFailure FAILURE =
            new LoadFailure(
                    LoadFailure.Kind.FAILED,
                    "unknown architecture",
                    "unknown_architecture",
                    true,
                    OptionalInt.of(1),
                    List.of());

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Test
    void aChildThatBecomesReadyAndEndsIsToldTwiceAndItsEndIsKnownAfterwards() throws Exception {
        try (var child = PlayedEngine.open((engine, head, out) -> {})) {
            var fleet = new Fleet(_ -> child, events::add);
            fleet.start(MODEL, 7);

            child.ready();
            assertThat(next()).isEqualTo(new Event.Ready(MODEL, 7));
            child.die();

            assertThat(next()).isEqualTo(new Event.Gone(MODEL, 7));
            assertThat(fleet.departure(7).get(1, TimeUnit.SECONDS).exitCode()).hasValue(137);
        }
    }

    @Test
    void aFailureIsToldWithTheEngineThatWasLaunchedNotWithOneThatWasFoundMeanwhile()
            throws Exception {
        try (var child = PlayedEngine.open((engine, head, out) -> {})) {
            var fleet = new Fleet(_ -> child, events::add);
            fleet.start(MODEL, 1);

            child.started.complete(Optional.of(FAILURE));
            child.die();

            assertThat(next()).isEqualTo(new Event.StartFailed(MODEL, 1, FAILURE, child.engine()));
        }
    }

    @Test
    void whatCouldNotBeLaunchedIsToldWithItsEngineToo() throws Exception {
        var fleet =
                new Fleet(
                        _ -> {
                            throw new Launcher.LaunchFailed(FAILURE, "that one");
                        },
                        events::add);

        fleet.start(MODEL, 1);

        assertThat(next()).isEqualTo(new Event.StartFailed(MODEL, 1, FAILURE, "that one"));
    }

    @Test
    void childrenAreLaunchedAtTheSameTimeNoneWaitsForAnother() throws Exception {
        var both = new CountDownLatch(2);
        try (var child = PlayedEngine.open((engine, head, out) -> {}).ready()) {
            var fleet =
                    new Fleet(
                            _ -> {
                                both.countDown();
                                assertThat(both.await(5, TimeUnit.SECONDS)).isTrue();
                                return child;
                            },
                            events::add);

            fleet.start(MODEL, 1);
            fleet.start(new ModelId("b:1b"), 2);

            assertThat(Set.of(next(), next()))
                    .containsExactlyInAnyOrder(
                            new Event.Ready(MODEL, 1), new Event.Ready(new ModelId("b:1b"), 2));
        }
    }

    @Test
    void aChildThatIsEndedByForceIsKilledAtOnce() throws Exception {
        try (var child = PlayedEngine.open((engine, head, out) -> {})) {
            var fleet = new Fleet(_ -> child, events::add);
            fleet.start(MODEL, 1);
            child.ready();
            assertThat(next()).isEqualTo(new Event.Ready(MODEL, 1));

            fleet.kill(MODEL, 1);

            assertThat(child.gone.get(1, TimeUnit.SECONDS).exitCode()).hasValue(137);
            assertThat(child.toldToLeave).as("asked first").isNotDone();
            assertThat(next()).isEqualTo(new Event.Gone(MODEL, 1));
        }
    }

    @Test
    void aChildThatIsEndedByForceBeforeThereIsAProcessIsKilledAsSoonAsThereIsOne()
            throws Exception {
        var launching = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        try (var child = PlayedEngine.open((engine, head, out) -> {})) {
            child.gone.thenRun(() -> child.started.complete(Optional.of(FAILURE)));
            var fleet =
                    new Fleet(
                            _ -> {
                                launching.countDown();
                                assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
                                return child;
                            },
                            events::add);
            fleet.start(MODEL, 1);
            assertThat(launching.await(5, TimeUnit.SECONDS)).isTrue();

            fleet.kill(MODEL, 1);
            told.countDown();

            assertThat(next()).isEqualTo(new Event.StartFailed(MODEL, 1, FAILURE, child.engine()));
            assertThat(child.gone.get(1, TimeUnit.SECONDS).exitCode()).hasValue(137);
        }
    }

    private Event next() throws InterruptedException {
        Event event = events.poll(5, TimeUnit.SECONDS);
        assertThat(event).as("an event within 5 s").isNotNull();
        return event;
    }
}
