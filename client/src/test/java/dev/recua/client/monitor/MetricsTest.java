package dev.recua.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderType;
import dev.recua.client.llama.MetricFamily;
import dev.recua.client.llama.PrometheusText;
import dev.recua.client.wire.Usage;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Usage USAGE = new Usage(12, 64, 76, null);

    private final PlayedTime time = new PlayedTime();
    private final AtomicInteger eventsMade = new AtomicInteger();
    private final Metrics metrics =
            Metrics.of(
                    time,
                    () -> {
                        eventsMade.incrementAndGet();
                        return new RequestEvent();
                    });

    private MeasuredRequest begin() {
        return metrics.begin(ProviderType.LLAMA_CPP, CHAT, "tiny");
    }

    private void succeed(int millis) {
        MeasuredRequest request = begin();
        time.jump(Duration.ofMillis(millis));
        request.succeeded(200, USAGE);
    }

    @Test
    void nothingIsCountedBeforeAnythingHappens() {
        assertThat(metrics.snapshot()).isEqualTo(new ClientMetrics(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void eachRequestEndsOnceAsWhatItEndedFirst() {
        succeed(10);
        MeasuredRequest failed = begin();
        failed.failed(Failures.overloaded());
        failed.succeeded(200, USAGE);
        failed.close();
        try (MeasuredRequest left = begin()) {
            left.firstEvent();
        }
        MeasuredRequest underWay = begin();

        assertThat(metrics.snapshot()).isEqualTo(new ClientMetrics(4, 1, 1, 10, 0, 0, 0));
        underWay.cancelled();
        assertThat(metrics.snapshot().totalRequests()).isEqualTo(4);
    }

    @Test
    void theAverageIsThatOfTheSuccessfulOnes() {
        succeed(10);
        succeed(25);
        MeasuredRequest failed = begin();
        time.jump(Duration.ofSeconds(30));
        failed.failed(Failures.overloaded());

        assertThat(metrics.snapshot().averageResponseTime()).isEqualTo(17.5);
    }

    @Test
    void healthChecksAreCountedAndFailuresInARowEndWithAGoodOne() {
        metrics.checked(new HealthCheck(time.now(), HealthStatus.unhealthy(5, "no")));
        metrics.checked(new HealthCheck(time.now(), HealthStatus.unhealthy(5, "no")));
        assertThat(metrics.snapshot())
                .isEqualTo(new ClientMetrics(0, 0, 0, 0, 1767225600000L, 2, 2));

        var ok = WireJson.mapper().readTree("{\"status\":\"ok\"}");
        time.jump(Duration.ofSeconds(1));
        metrics.checked(new HealthCheck(time.now(), HealthStatus.healthy(5, ok)));
        assertThat(metrics.snapshot())
                .isEqualTo(new ClientMetrics(0, 0, 0, 0, 1767225601000L, 2, 0));
    }

    @Test
    void asJsonItHasTheNamesOfTheSource() {
        succeed(10);

        assertThat(WireJson.mapper().writeValueAsString(metrics.snapshot()))
                .isEqualTo(
                        "{\"totalRequests\":1,\"successfulRequests\":1,\"failedRequests\":0,\"averageResponseTime\":10.0,\"lastHealthCheck\":0,\"healthCheckFailures\":0,\"consecutiveFailures\":0}");
    }

    @Test
    void thePrometheusTextSaysTheSameAndMore() {
        succeed(250);
        MeasuredRequest failed = begin();
        failed.retried();
        failed.retried();
        failed.failed(Failures.overloaded());
        MeasuredRequest underWay = begin();
        metrics.checked(new HealthCheck(time.now(), HealthStatus.unhealthy(1500, "no")));

        assertThat(metrics.prometheus())
                .isEqualTo(
                        """
                        # HELP recua_client_requests_total Requests that are over, by how they ended
                        # TYPE recua_client_requests_total counter
                        recua_client_requests_total{provider="llama-cpp",outcome="success"} 1
                        recua_client_requests_total{provider="llama-cpp",outcome="failure"} 1
                        recua_client_requests_total{provider="llama-cpp",outcome="cancelled"} 0
                        # HELP recua_client_requests_active Requests that are under way
                        # TYPE recua_client_requests_active gauge
                        recua_client_requests_active{provider="llama-cpp"} 1
                        # HELP recua_client_request_errors_total Failed requests
                        # TYPE recua_client_request_errors_total counter
                        recua_client_request_errors_total{provider="llama-cpp",type="SERVER_OVERLOADED"} 1
                        # HELP recua_client_request_retries_total How often requests were sent again
                        # TYPE recua_client_request_retries_total counter
                        recua_client_request_retries_total{provider="llama-cpp"} 2
                        # HELP recua_client_request_duration_seconds Successful requests, until their end
                        # TYPE recua_client_request_duration_seconds summary
                        recua_client_request_duration_seconds_sum{provider="llama-cpp"} 0.25
                        recua_client_request_duration_seconds_count{provider="llama-cpp"} 1
                        # HELP recua_client_tokens_total Tokens of successful requests, as servers counted them
                        # TYPE recua_client_tokens_total counter
                        recua_client_tokens_total{provider="llama-cpp",kind="prompt"} 12
                        recua_client_tokens_total{provider="llama-cpp",kind="completion"} 64
                        # HELP recua_client_health_checks_total Health checks by what they found
                        # TYPE recua_client_health_checks_total counter
                        recua_client_health_checks_total{status="healthy"} 0
                        recua_client_health_checks_total{status="unhealthy"} 1
                        # HELP recua_client_consecutive_health_check_failures Since the server was last found healthy
                        # TYPE recua_client_consecutive_health_check_failures gauge
                        recua_client_consecutive_health_check_failures 1
                        # HELP recua_client_last_health_check_timestamp_seconds When the last check ended
                        # TYPE recua_client_last_health_check_timestamp_seconds gauge
                        recua_client_last_health_check_timestamp_seconds 1.76722560025E9
                        # HELP recua_client_last_health_check_seconds How long the last check took
                        # TYPE recua_client_last_health_check_seconds gauge
                        recua_client_last_health_check_seconds 1.5
                        """);
        underWay.close();
    }

    @Test
    void severalProvidersStandTogetherInEachMetric() {
        succeed(10);
        metrics.begin(ProviderType.OLLAMA, CHAT, "").succeeded(200, null);

        List<MetricFamily> families = PrometheusText.parse(metrics.prometheus());

        assertThat(families).extracting(MetricFamily::name).doesNotHaveDuplicates();
        assertThat(families.getFirst().samples())
                .filteredOn(it -> it.value() == 1)
                .extracting(MetricFamily.Sample::labels)
                .containsExactly(
                        Map.of("provider", "ollama", "outcome", "success"),
                        Map.of("provider", "llama-cpp", "outcome", "success"));
    }

    @Test
    void manyThreadsAreCountedExactly() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2000; i++) {
                int which = i % 4;
                threads.execute(
                        () -> {
                            try (MeasuredRequest request = begin()) {
                                request.retried();
                                if (which == 0) request.failed(Failures.overloaded());
                                if (which == 1) request.succeeded(200, USAGE);
                            }
                        });
            }
        }

        ClientMetrics counted = metrics.snapshot();
        assertThat(counted.totalRequests()).isEqualTo(2000);
        assertThat(counted.successfulRequests()).isEqualTo(500);
        assertThat(counted.failedRequests()).isEqualTo(500);
        assertThat(metrics.prometheus())
                .contains("outcome=\"cancelled\"} 1000\n")
                .contains("request_retries_total{provider=\"llama-cpp\"} 2000\n")
                .contains("requests_active{provider=\"llama-cpp\"} 0\n");
    }

    @Test
    void whileNobodyRecordsNoEventIsMade() {
        succeed(10);
        begin().failed(Failures.overloaded());

        assertThat(eventsMade).hasValue(0);
    }

    @Test
    void aRecordingHasOneEventForEachRequest(@TempDir Path folder) throws IOException {
        try (var recording = new Recording()) {
            recording.enable(RequestEvent.NAME);
            recording.start();
            MeasuredRequest good = begin();
            time.jump(Duration.ofMillis(40));
            good.firstEvent();
            time.jump(Duration.ofMillis(60));
            good.succeeded(200, USAGE);
            MeasuredRequest bad = begin();
            bad.retried();
            bad.failed(Failures.overloaded());
            begin().close();
            recording.stop();
            recording.dump(folder.resolve("requests.jfr"));
        }

        List<RecordedEvent> events =
                RecordingFile.readAllEvents(folder.resolve("requests.jfr")).stream()
                        .filter(it -> it.getEventType().getName().equals(RequestEvent.NAME))
                        .toList();

        assertThat(eventsMade).hasValue(3);
        assertThat(events).hasSize(3);
        RecordedEvent good = events.get(0);
        assertThat(good.getString("provider")).isEqualTo("llama-cpp");
        assertThat(good.getString("path")).isEqualTo(CHAT);
        assertThat(good.getString("model")).isEqualTo("tiny");
        assertThat(good.getString("outcome")).isEqualTo("success");
        assertThat(good.getInt("status")).isEqualTo(200);
        assertThat(good.getInt("promptTokens")).isEqualTo(12);
        assertThat(good.getInt("completionTokens")).isEqualTo(64);
        assertThat(good.getDuration("timeToFirstEvent")).isEqualTo(Duration.ofMillis(40));
        assertThat(good.getString("errorType")).isNull();
        RecordedEvent bad = events.get(1);
        assertThat(bad.getString("outcome")).isEqualTo("failure");
        assertThat(bad.getString("errorType")).isEqualTo("SERVER_OVERLOADED");
        assertThat(bad.getInt("status")).isEqualTo(503);
        assertThat(bad.getInt("retries")).isEqualTo(1);
        assertThat(bad.getInt("promptTokens")).isEqualTo(-1);
        assertThat(events.get(2).getString("outcome")).isEqualTo("cancelled");
        assertThat(good.getStackTrace()).isNull();
        assertThat(good.getFields())
                .extracting(ValueDescriptor::getName)
                .containsExactlyInAnyOrder(
                        "startTime",
                        "duration",
                        "eventThread",
                        "stackTrace",
                        "provider",
                        "path",
                        "model",
                        "outcome",
                        "status",
                        "promptTokens",
                        "completionTokens",
                        "timeToFirstEvent",
                        "retries",
                        "errorType");
    }
}
