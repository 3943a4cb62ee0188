package dev.recua.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recua.client.llama.ServerHealth;
import dev.recua.client.llama.ServerMetrics;
import dev.recua.client.wire.WireJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(30)
class LlamaCppMonitorTest {
    private static final JsonNode OK = WireJson.mapper().readTree("{\"status\":\"ok\"}");
    private static final Duration INTERVAL = LlamaCppMonitor.DEFAULT_INTERVAL;

    private final PlayedTime time = new PlayedTime();
    private final Metrics metrics = Metrics.of(time, RequestEvent::new);
    private final List<Duration> limits = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger mostAsking = new AtomicInteger();
    private volatile Answer answer = () -> new ServerHealth(ServerHealth.State.OK, OK);
    private final LlamaCppMonitor monitor = new LlamaCppMonitor(new Played(), metrics, time);

    private interface Answer {
        ServerHealth get() throws InterruptedException;
    }

    private final class Played implements MonitoredServer {
        @Override
        public ServerHealth health(Duration limit) throws InterruptedException {
            mostAsking.accumulateAndGet(asking.incrementAndGet(), Math::max);
            limits.add(limit);
            threads.add(Thread.currentThread());
            try {
                return answer.get();
            } finally {
                asking.decrementAndGet();
            }
        }

        @Override
        public ServerMetrics metrics() {
            return new ServerMetrics(List.of());
        }
    }

    @AfterEach
    void end() {
        monitor.close();
    }

    private int checks() {
        return limits.size();
    }

    @Test
    void itChecksAtOnceAndThenEveryThirtySecondsForFiveAtMost() throws Exception {
        monitor.startHealthMonitoring();
        time.pass(Duration.ofMillis(29_999));
        time.awaitSleeper();
        assertThat(checks()).isEqualTo(1);

        time.pass(Duration.ofMillis(1));
        await().until(() -> checks() == 2);
        time.pass(INTERVAL);
        await().until(() -> checks() == 3);

        assertThat(limits).containsOnly(Duration.ofSeconds(5));
    }

    @Test
    void startedTwiceItIsOneLoop() throws Exception {
        monitor.startHealthMonitoring();
        monitor.startHealthMonitoring(Duration.ofSeconds(1));
        time.awaitSleeper();

        for (int i = 2; i < 5; i++) {
            int expected = i;
            time.pass(INTERVAL);
            await().until(() -> checks() == expected && time.sleeping() == 1);
        }

        assertThat(threads).allMatch(it -> it == threads.getFirst());
    }

    @Test
    void aCheckThatTakesLongerThanTheIntervalLetsTheNextOnesFallOut() throws Exception {
        answer =
                () -> {
                    if (checks() == 1) time.jump(Duration.ofSeconds(70));
                    return new ServerHealth(ServerHealth.State.OK, OK);
                };

        monitor.startHealthMonitoring();
        time.awaitSleeper();
        assertThat(checks()).isEqualTo(1);
        time.pass(Duration.ofSeconds(19));
        assertThat(checks()).isEqualTo(1);
        time.pass(Duration.ofSeconds(1));
        await().until(() -> checks() == 2);

        assertThat(mostAsking).hasValue(1);
        assertThat(monitor.history().getFirst().status().responseTime()).isEqualTo(70_000);
    }

    @Test
    void aCheckByHandWaitsForTheOneThatIsUnderWay() throws Exception {
        var release = new CountDownLatch(1);
        answer =
                () -> {
                    release.await();
                    return new ServerHealth(ServerHealth.State.OK, OK);
                };
        monitor.startHealthMonitoring();
        await().until(() -> checks() == 1);
        Thread byHand =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        monitor.checkHealth();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        await().until(() -> byHand.getState() == Thread.State.WAITING);

        release.countDown();
        byHand.join();

        assertThat(checks()).isEqualTo(2);
        assertThat(mostAsking).hasValue(1);
    }

    @Test
    void failuresAreCountedAndAGoodCheckEndsTheRow() throws Exception {
        answer =
                () -> {
                    time.jump(Duration.ofMillis(7));
                    throw Failures.refused();
                };
        HealthStatus refused = monitor.checkHealth();
        assertThat(refused.responseTime()).isEqualTo(7);
        assertThat(refused.error()).isEqualTo(Failures.refused().getMessage());
        monitor.checkHealth();
        assertThat(monitor.getClientMetrics().healthCheckFailures()).isEqualTo(2);
        assertThat(monitor.getClientMetrics().consecutiveFailures()).isEqualTo(2);

        answer = () -> new ServerHealth(ServerHealth.State.OK, OK);
        assertThat(monitor.checkHealth()).isEqualTo(HealthStatus.healthy(0, OK));

        assertThat(monitor.getClientMetrics().healthCheckFailures()).isEqualTo(2);
        assertThat(monitor.getClientMetrics().consecutiveFailures()).isZero();
        assertThat(monitor.getClientMetrics().lastHealthCheck())
                .isEqualTo(time.now().toEpochMilli());
    }

    @Test
    void aServerThatStillLoadsIsNotHealthyYet() throws Exception {
        answer = () -> new ServerHealth(ServerHealth.State.LOADING, OK);

        HealthStatus status = monitor.checkHealth();

        assertThat(status.isHealthy()).isFalse();
        assertThat(status.error()).contains("loads its model");
    }

    @Test
    void itRemembersTheLastHundred() throws Exception {
        for (int i = 0; i < 103; i++) {
            time.jump(Duration.ofSeconds(1));
            monitor.checkHealth();
        }

        assertThat(monitor.history()).hasSize(LlamaCppMonitor.HISTORY);
        assertThat(monitor.history().getFirst().at())
                .isEqualTo(time.now().minus(Duration.ofSeconds(99)));
        assertThat(monitor.history().getLast().at()).isEqualTo(time.now());
    }

    @Test
    void closingEndsACheckThatHangsAndTheThread() throws Exception {
        var never = new CountDownLatch(1);
        answer =
                () -> {
                    never.await();
                    throw new AssertionError("nobody releases it");
                };
        monitor.startHealthMonitoring();
        await().until(() -> checks() == 1);

        monitor.close();

        assertThat(threads.getFirst().join(Duration.ofSeconds(10))).isTrue();
        assertThat(monitor.isRunning()).isFalse();
        assertThat(monitor.history()).isEmpty();
        assertThatThrownBy(monitor::startHealthMonitoring)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the monitor was closed");
    }

    @Test
    void stoppedItEndsItsThreadAndCanBeStartedAgain() throws Exception {
        monitor.startHealthMonitoring();
        time.awaitSleeper();
        monitor.stopHealthMonitoring();
        assertThat(threads.getFirst().join(Duration.ofSeconds(10))).isTrue();

        monitor.startHealthMonitoring();
        await().until(() -> checks() == 2);

        assertThat(threads.getLast()).isNotSameAs(threads.getFirst());
    }

    @Test
    void listenersHearOfEachCheckAndAnIllOneHarmsNobody() throws Exception {
        List<HealthCheck> heard = new CopyOnWriteArrayList<>();
        monitor.addListener(
                check -> {
                    throw new IllegalStateException("ill");
                });
        var registration = monitor.addListener(heard::add);

        monitor.checkHealth();
        registration.close();
        monitor.checkHealth();

        assertThat(heard).containsExactly(monitor.history().getFirst());
    }

    @Test
    void aHealthStatusIsJsonOfTheSourcesShape() {
        assertThat(WireJson.mapper().writeValueAsString(HealthStatus.healthy(12, OK)))
                .isEqualTo(
                        "{\"status\":\"healthy\",\"responseTime\":12,\"serverInfo\":{\"status\":\"ok\"}}");
        assertThat(WireJson.mapper().writeValueAsString(HealthStatus.unhealthy(5000, "late")))
                .isEqualTo("{\"status\":\"unhealthy\",\"responseTime\":5000,\"error\":\"late\"}");
    }

    @Test
    void aHealthStatusCannotBeBoth() {
        assertThatThrownBy(() -> new HealthStatus(HealthStatus.Status.HEALTHY, 1, OK, "late"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HealthStatus(HealthStatus.Status.UNHEALTHY, 1, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
