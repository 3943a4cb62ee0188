package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.scheduling.Phase;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.ModelId;
import dev.recua.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusFeedTest {
    private static final ModelId A = new ModelId("a:1b");

    private final FakeClock clock = FakeClock.atNewYear();
    private final EventHub hub = new EventHub("e");
    private final EventHub.Subscriber subscriber =
            hub.subscribe(Only.ALL, Optional.of("e-0"), () -> {});
    private Phase phase = Phase.OPEN;
    private final StatusFeed feed =
            new StatusFeed(
                    hub,
                    new StatusFeed.Around(Catalogue::empty, () -> phase, 5, Instant.EPOCH, clock));

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
        clock.advance(Duration.ofHours(1));
        feed.lookAgain();
        feed.changed(A, Samples.service("initial", null, 0));

        assertThat(told()).isEmpty();
    }

    @Test
    void stoppingByHandIsTold() {
        feed.lookAgain();
        told();
        phase = Phase.STOPPED;
        feed.lookAgain();

        assertThat(told()).containsExactly("initial");
    }

    @Test
    void whoAsksIsToldForHowLong() {
        feed.lookAgain();
        feed.changed(A, Samples.service("ready", null, 0));
        long before = feed.status().uptime();
        clock.advance(Duration.ofSeconds(20));

        assertThat(feed.status().uptime()).isEqualTo(before + 20);
        assertThat(feed.status().services().get("a:1b"))
                .isNotNull()
                .extracting(state -> state == null ? 0 : state.uptime())
                .isEqualTo(27L);
        assertThat(feed.event().data().status()).isEqualTo(LlamaServiceStatus.READY);
        assertThat(feed.event().timestamp()).isEqualTo(clock.instant().toEpochMilli());
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
