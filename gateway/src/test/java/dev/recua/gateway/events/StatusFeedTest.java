package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.scheduling.Leases;
import dev.recua.gateway.scheduling.Phase;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.ModelId;
import dev.recua.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StatusFeedTest {
    private static final ModelId A = new ModelId("a:1b");

    private final FakeClock clock = FakeClock.atNewYear();
    private final EventHub hub = new EventHub("e");
    private final EventHub.Subscriber subscriber =
            hub.subscribe(Only.ALL, Optional.of("e-0"), () -> {});
    private final AtomicLong nanos = new AtomicLong();
    private Schedule schedule = Schedule.EMPTY;
    private final StatusFeed feed =
            new StatusFeed(
                    hub,
                    new StatusFeed.Around(
                            Catalogue::empty,
                            () -> schedule,
                            5,
                            clock.instant().minusSeconds(3),
                            clock,
                            nanos::get));

    @Test
    void everyStepOfAServiceIsToldInOrder() {
        feed.lookAgain();
        for (String step : List.of("starting", "ready", "crashed", "starting", "ready", "initial"))
            feed.changed(A, Samples.service(step, null, 0));

        assertThat(told())
                .containsExactly(
                        "initial", "ready", "starting", "ready", "crashed", "starting", "ready");
    }

    @Test
    void whatDoesNotChangeIsNotTold() {
        feed.lookAgain();
        told();
        passes(Duration.ofHours(1));
        feed.lookAgain();
        feed.changed(A, Samples.service("initial", null, 0));

        assertThat(told()).isEmpty();
    }

    @Test
    void stoppingByHandIsTold() {
        feed.lookAgain();
        told();
        schedule = new Schedule(Map.of(), List.of(), Map.of(), 1, Phase.STOPPED);
        feed.lookAgain();

        assertThat(told()).containsExactly("initial");
    }

    @Test
    void whoAsksIsToldForHowLong() {
        feed.lookAgain();
        feed.changed(A, Samples.service("ready", null, 0));
        long before = feed.status().uptime();
        passes(Duration.ofSeconds(13));
        feed.lookAgain();
        passes(Duration.ofSeconds(7));

        assertThat(before).isEqualTo(3);
        assertThat(feed.status().uptime()).isEqualTo(before + 20);
        assertThat(feed.status().services().get("a:1b"))
                .isNotNull()
                .extracting(state -> state == null ? 0 : state.uptime())
                .isEqualTo(27L);
        assertThat(feed.event().data().status()).isEqualTo(LlamaServiceStatus.READY);
        assertThat(feed.event().timestamp()).isEqualTo(clock.instant().toEpochMilli());
    }

    @Test
    void aWallClockThatJumpsMakesNothingOlderOrYounger() {
        feed.lookAgain();
        feed.changed(A, Samples.service("ready", null, 0));
        clock.set(clock.instant().minus(Duration.ofDays(1)));
        passes(Duration.ofSeconds(5));
        feed.lookAgain();

        assertThat(feed.status().uptime()).isEqualTo(8);
        assertThat(feed.status().services().get("a:1b"))
                .isNotNull()
                .extracting(state -> state == null ? 0 : state.uptime())
                .isEqualTo(12L);
    }

    @Test
    void aModelThatWasToldToLeaveIsStoppingWhileItsLastAnswersRun() {
        feed.lookAgain();
        feed.changed(A, Samples.service("ready", null, 2));
        told();
        var terms = new Terms("f", 4, Duration.ZERO);
        var leaving =
                new Resident.Loaded(
                        1,
                        terms,
                        new Leases(1, 0, 0),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        0,
                        Resident.Loaded.Outlook.LEAVES);
        schedule = new Schedule(Map.of(A, leaving), List.of(), Map.of(), 2, Phase.OPEN);
        feed.lookAgain();
        feed.changed(A, Samples.service("stopping", null, 0));

        assertThat(told()).containsExactly("stopping");
        assertThat(feed.status().services().get("a:1b"))
                .isNotNull()
                .extracting(state -> state == null ? null : state.status())
                .isEqualTo(LlamaServiceStatus.STOPPING);
    }

    private void passes(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    private List<String> told() {
        var told = new ArrayList<String>();
        for (var next = subscriber.next(); next.isPresent(); next = subscriber.next()) {
            if (next.get() instanceof Delivery.One(var change)
                    && change.value() instanceof StatusChange status) {
                told.add(status.event().data().status().wire());
            }
        }
        return told;
    }
}
