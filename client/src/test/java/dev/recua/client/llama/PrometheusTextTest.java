package dev.recua.client.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.llama.MetricFamily.Sample;
import dev.recua.client.llama.MetricFamily.Type;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {
    private static List<MetricFamily> parse(String... lines) {
        return PrometheusText.parse(String.join("\n", lines));
    }

    private static Sample only(String... lines) {
        List<MetricFamily> families = parse(lines);
        assertThat(families).hasSize(1);
        assertThat(families.getFirst().samples()).hasSize(1);
        return families.getFirst().samples().getFirst();
    }

    @Test
    void aRecordedAnswerIsReadAsAWhole() {
        ServerMetrics metrics = ServerMetrics.parse(Captured.body("metrics"));

        assertThat(metrics.families()).hasSize(15);
        assertThat(metrics.promptTokens()).isEqualTo(47);
        assertThat(metrics.promptTokensCached()).isEqualTo(96);
        assertThat(metrics.promptSeconds()).isEqualTo(0.028799);
        assertThat(metrics.predictedTokens()).isEqualTo(127);
        assertThat(metrics.predictedSeconds()).isEqualTo(0.013746);
        assertThat(metrics.decodes()).isEqualTo(127);
        assertThat(metrics.longestSequence()).isEqualTo(35);
        assertThat(metrics.draftTokens()).isZero();
        assertThat(metrics.acceptedDraftTokens()).isZero();
        assertThat(metrics.promptTokensPerSecond()).isEqualTo(1632);
        assertThat(metrics.predictedTokensPerSecond()).isEqualTo(8220.57);
        assertThat(metrics.requestsProcessing()).isZero();
        assertThat(metrics.requestsDeferred()).isZero();
        assertThat(metrics.busySlotsPerDecode()).isEqualTo(1);
        assertThat(metrics.value("no_such_metric")).isEmpty();
        MetricFamily decodes = metrics.family("llamacpp:n_decode_total").orElseThrow();
        assertThat(decodes.type()).isEqualTo(Type.COUNTER);
        assertThat(decodes.help()).startsWith("Total number of llama_decode() calls, excluding");
        assertThat(metrics.family("requests_deferred").orElseThrow().type()).isEqualTo(Type.GAUGE);
    }

    @Test
    void labelsKeepTheirOrderAndTheirEscapes() {
        Sample sample =
                only(
                        "m{path=\"C:\\\\DIR\\\\\",error=\"Cannot find \\\"F\\\"\\n{x}, y=\\t\"} 1.5e3");

        assertThat(sample.labels().entrySet())
                .containsExactly(
                        Map.entry("path", "C:\\DIR\\"),
                        Map.entry("error", "Cannot find \"F\"\n{x}, y=\\t"));
        assertThat(sample.value()).isEqualTo(1500);
    }

    @Test
    void labelsMayBeSpacedAndEndWithAComma() {
        assertThat(only("  m { a = \"1\" , b=\"2\", }   3  ").labels())
                .isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(only("m{} 3").labels()).isEmpty();
    }

    @Test
    void numbersMayBeInfiniteOrNone() {
        assertThat(only("m +Inf").value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(only("m Inf").value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(only("m -Inf").value()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(only("m NaN").value()).isNaN();
        assertThat(only("m -0.25").value()).isEqualTo(-0.25);
    }

    @Test
    void aTimeMayFollowTheNumber() {
        assertThat(only("m 1 1395066363000").timestamp())
                .isEqualTo(OptionalLong.of(1395066363000L));
        assertThat(only("m 1 -3982045").timestamp()).isEqualTo(OptionalLong.of(-3982045));
        assertThat(only("m 1").timestamp()).isEmpty();
    }

    @Test
    void exemplarsAndOtherCommentsAreSkipped() {
        List<MetricFamily> families =
                parse(
                        "# just a comment",
                        "#",
                        "",
                        "# TYPE h histogram",
                        "# UNIT h seconds",
                        "h_bucket{le=\"0.1\"} 8 # {trace_id=\"KOO5S4vxi0o\"} 0.067",
                        "# EOF");

        assertThat(families).hasSize(1);
        assertThat(families.getFirst().samples().getFirst().value()).isEqualTo(8);
        assertThat(families.getFirst().samples().getFirst().timestamp()).isEmpty();
    }

    @Test
    void thePartsOfAHistogramAndOfASummaryBelongToIt() {
        List<MetricFamily> families =
                parse(
                        "# HELP h A histogram\\nof \\\\ things",
                        "# TYPE h histogram",
                        "h_bucket{le=\"0.5\"} 1",
                        "h_bucket{le=\"+Inf\"} 2",
                        "h_sum 0.7",
                        "h_count 2",
                        "# TYPE s summary",
                        "s{quantile=\"0.5\"} 3",
                        "s_sum 9",
                        "s_count 3",
                        "other_count 4");

        assertThat(families)
                .extracting(MetricFamily::name)
                .containsExactly("h", "s", "other_count");
        assertThat(families.get(0).help()).isEqualTo("A histogram\nof \\ things");
        assertThat(families.get(0).samples())
                .extracting(Sample::name)
                .containsExactly("h_bucket", "h_bucket", "h_sum", "h_count");
        assertThat(families.get(1).type()).isEqualTo(Type.SUMMARY);
        assertThat(families.get(1).samples()).hasSize(3);
        assertThat(families.get(2).type()).isEqualTo(Type.UNTYPED);
    }

    @Test
    void linesMayEndInCrLf() {
        assertThat(PrometheusText.parse("# TYPE m gauge\r\nm 1\r\n")).hasSize(1);
    }

    @Test
    void metricsOfAPositionAreFoundByTheirLabel() {
        var metrics =
                ServerMetrics.parse(
                        "llamacpp:spec{position=\"0\"} 5\nllamacpp:spec{position=\"1\"} 3\n");

        assertThat(metrics.value("spec", Map.of("position", "1"))).hasValue(3);
        assertThat(metrics.value("spec")).isEmpty();
        assertThat(metrics.family("spec").orElseThrow().plain().orElseThrow().value()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":1}",
                "m",
                "m{a=\"1\" 2",
                "m{a=1} 2",
                "m one",
                "m 1 now",
                "m{a=\"1"
            })
    void whatIsNoneNamesItsLine(String line) {
        assertThatThrownBy(() -> parse("# TYPE m gauge", line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2 is no Prometheus text");
    }
}
