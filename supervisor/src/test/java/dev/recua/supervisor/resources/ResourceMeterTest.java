package dev.recua.supervisor.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ResourceMeterTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<ProcessFacts> facts = new AtomicReference<>(facts(0, "a"));
    private final ResourceMeter meter =
            new ResourceMeter(
                    7, pid -> facts.get(), pid -> OptionalLong.of(2048), () -> NOW, nanos::get);

    @Test
    void coresInUseAreKnownFromTheSecondMeasurementOn() {
        assertThat(meter.sample())
                .isEqualTo(
                        new ResourceUsage(
                                NOW,
                                OptionalLong.of(1024),
                                OptionalDouble.empty(),
                                OptionalInt.of(3),
                                OptionalInt.of(5),
                                OptionalLong.of(2048)));

        after(Duration.ofSeconds(2), facts(3000, "a"));

        assertThat(meter.sample().cpu()).hasValue(1.5);
    }

    @Test
    void overATimeThatIsTooShortTheNumberBeforeIsGivenAgain() {
        meter.sample();
        after(Duration.ofSeconds(1), facts(500, "a"));
        meter.sample();
        after(Duration.ofMillis(20), facts(520, "a"));

        assertThat(meter.sample().cpu()).hasValue(0.5);

        after(Duration.ofMillis(980), facts(1500, "a"));
        assertThat(meter.sample().cpu()).hasValue(1.0);
    }

    @Test
    void aProcessThatEndedIsUnknownAndSoIsTheNextWithItsPid() {
        meter.sample();
        after(Duration.ofSeconds(1), ProcessFacts.NONE);
        assertThat(meter.sample()).isEqualTo(ResourceUsage.unknown(NOW));

        after(Duration.ofSeconds(1), facts(10, "b"));
        assertThat(meter.sample()).isEqualTo(ResourceUsage.unknown(NOW));
    }

    @Test
    void theLast120MeasurementsAreRemembered() {
        for (int i = 0; i < 130; i++) {
            after(Duration.ofSeconds(1), facts(1000L * i, "a"));
            meter.sample();
        }

        assertThat(meter.history()).hasSize(120);
        assertThat(meter.history().getLast().cpu()).hasValue(1.0);
    }

    @Test
    @Timeout(20)
    void itMeasuresByItselfUntilTheSubscriptionIsClosed() {
        Subscription subscription = meter.every(Duration.ofMillis(5));

        await().until(() -> meter.history().size() >= 3);
        subscription.close();

        assertThat(meter.history()).isNotEmpty();
    }

    @Test
    void thisProcessIsMeasured() {
        ResourceUsage usage = ResourceMeter.of(ProcessHandle.current().pid()).sample();

        assertThat(usage.rss().orElseThrow()).isGreaterThan(10 * 1024 * 1024);
        assertThat(usage.threads().orElseThrow()).isPositive();
        assertThat(usage.openFiles().orElseThrow()).isPositive();
        assertThat(usage.gpuMemory()).isEmpty();
    }

    @Test
    void whatJavaTellsOfAProcessIsItsTimeAndNothingIsMadeUp() {
        ProcessFacts here = new JavaReading().read(ProcessHandle.current().pid());

        assertThat(here.cpuTime()).isPresent();
        assertThat(here.rss()).isEmpty();
        assertThat(new JavaReading().read(Long.MAX_VALUE)).isEqualTo(ProcessFacts.NONE);
    }

    private void after(Duration time, ProcessFacts now) {
        nanos.addAndGet(time.toNanos());
        facts.set(now);
    }

    private static ProcessFacts facts(long cpuMillis, String born) {
        return new ProcessFacts(
                OptionalLong.of(1024),
                Optional.of(Duration.ofMillis(cpuMillis)),
                OptionalInt.of(3),
                OptionalInt.of(5),
                Optional.of(born));
    }
}
