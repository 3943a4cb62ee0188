package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.metrics.Figure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus reads after traffic that is known. Engines are played.
class MetricsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String CHAT_A = "{\"model\":\"a:1b\"}";
    private static final String CHAT_B = "{\"model\":\"b:1b\"}";
    private static final String COUNTED =
            "{\"timings\":{\"cache_n\":15,\"prompt_n\":1,\"predicted_n\":13,"
                    + "\"predicted_per_second\":41.5}}";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    /// Vert.x' own reader of queries throws at `%zz`; the connection was closed without an answer.
    @Test
    void aModelThatIsWronglyEncodedIsOneThatNobodyKnows() throws Exception {
        house.open(folder);

        String answer = house.rawGet("/metrics?model=%zz", "localhost");

        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("There is no model '%zz'.");
    }

    @Test
    void countersStandAtExactlyWhatHappened() throws Exception {
        house.engine((engine, head, out) -> json(out, COUNTED));
        house.engine(
                (engine, head, out) -> {
                    out.write(
                            "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                });
        house.open(folder);
        for (int i = 0; i < 3; i++) house.post(CHAT, CHAT_A);
        for (int i = 0; i < 2; i++) house.post(CHAT, CHAT_B);
        house.post(CHAT, "{\"model\":\"none\"}");
        house.post(CHAT, "not json");
        await().until(() -> scrape().contains("outcome=\"engine_error\"} 2.0"));

        String scrape = scrape();

        assertThat(scrape.lines())
                .contains(
                        "recua_requests_total{model=\"a:1b\",outcome=\"done\"} 3.0",
                        "recua_requests_total{model=\"b:1b\",outcome=\"engine_error\"} 2.0",
                        "recua_prompt_tokens_total{model=\"a:1b\"} 48.0",
                        "recua_cached_tokens_total{model=\"a:1b\"} 45.0",
                        "recua_generated_tokens_total{model=\"a:1b\"} 39.0",
                        "recua_tokens_per_second_bucket{model=\"a:1b\",le=\"30.0\"} 0",
                        "recua_tokens_per_second_bucket{model=\"a:1b\",le=\"50.0\"} 3",
                        "recua_tokens_per_second_sum{model=\"a:1b\"} 124.5",
                        "recua_queue_wait_seconds_count{model=\"a:1b\"} 3",
                        "recua_queue_wait_seconds_bucket{model=\"a:1b\",le=\"600.0\"} 3",
                        "recua_time_to_first_token_seconds_count{model=\"b:1b\"} 2",
                        "recua_model_load_seconds_count{model=\"a:1b\"} 1",
                        "recua_model_load_seconds_count{model=\"b:1b\"} 1",
                        "recua_evictions_total{model=\"a:1b\"} 1.0",
                        "recua_swaps_total{model=\"b:1b\"} 1.0",
                        "recua_upstream_errors_total{model=\"b:1b\",status=\"400\"} 2.0",
                        "recua_gateway_errors_total{code=\"model_not_found\"} 1.0",
                        "recua_gateway_errors_total{code=\"invalid_json\"} 1.0",
                        "recua_requests_active{model=\"a:1b\"} 0.0",
                        "recua_requests_waiting{model=\"b:1b\"} 0.0");
        assertThat(scrape).doesNotContain("none").doesNotContain("recua_engine_crashes_total{");
    }

    @Test
    void requestsUnderWayAndTheMemoryOfAChildAreShownWhileTheyLast() throws Exception {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        house.engine(
                (engine, head, out) -> {
                    reached.countDown();
                    awaitLatch(goOn);
                    json(out, "{}");
                });
        house.open(folder);
        var first = house.postAsync(CHAT, CHAT_A);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        var second = house.postAsync(CHAT, CHAT_B);
        await().until(() -> house.gateway().schedule().queue().size() == 1);
        house.engines().getFirst().rss = OptionalLong.of(1_000_000_000);

        assertThat(scrape().lines())
                .contains(
                        "recua_requests_active{model=\"a:1b\"} 1.0",
                        "recua_requests_waiting{model=\"a:1b\"} 0.0",
                        "recua_requests_active{model=\"b:1b\"} 0.0",
                        "recua_requests_waiting{model=\"b:1b\"} 1.0",
                        "recua_child_resident_memory_bytes{model=\"a:1b\"} 1.0E9");

        goOn.countDown();
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
        await().until(() -> scrape().contains("recua_requests_active{model=\"b:1b\"} 0.0"));
        assertThat(scrape()).doesNotContain("recua_child_resident_memory_bytes{model=\"a:1b\"}");
    }

    @Test
    void anEngineThatDiesIsCounted() throws Exception {
        house.engine((engine, head, out) -> engine.die());
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        house.post(CHAT, CHAT_A);

        await().until(() -> scrape().contains("outcome=\"done\"} 1.0"));
        assertThat(scrape().lines())
                .contains(
                        "recua_engine_crashes_total{model=\"a:1b\"} 1.0",
                        "recua_model_load_seconds_count{model=\"a:1b\"} 2");
    }

    @Test
    void aScrapeOfAFreshGatewayTellsOfTheJvmAndWhoItIs() throws Exception {
        house.open(folder);

        var answer = house.get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains("recua_build_info{java=")
                .contains("jvm_memory_used_bytes{area=\"heap\"}", "jvm_threads ")
                .contains("jvm_gc_collections_total{gc=", "process_uptime_seconds ");
        assertThat(house.launches()).isZero();
    }

    /// `MetricsPageTest` holds the list and the page together.
    @Test
    void everythingThatIsExposedIsAListedFigureWithItsTypeAndMeaning() throws Exception {
        house.engine((engine, head, out) -> json(out, COUNTED));
        house.open(folder);
        house.post(CHAT, CHAT_A);
        await().until(() -> scrape().contains("outcome=\"done\"} 1.0"));

        String scrape = scrape();
        Set<String> exposed =
                Pattern.compile("(?m)^# TYPE (\\S+) (\\w+)$")
                        .matcher(scrape)
                        .results()
                        .filter(it -> !it.group(1).endsWith("_max"))
                        .map(it -> it.group(1) + " " + it.group(2))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed =
                Set.of(Figure.values()).stream()
                        .map(
                                it ->
                                        it.exposedName()
                                                + " "
                                                + it.kind().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).containsAll(exposed);
        assertThat(exposed).hasSizeGreaterThan(15);
        for (Figure figure : Figure.values()) {
            if (scrape.contains("# TYPE " + figure.exposedName() + " "))
                assertThat(scrape)
                        .contains("# HELP " + figure.exposedName() + " " + figure.meaning());
        }
    }

    private String scrape() throws Exception {
        return house.get("/metrics").body();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
