package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.SampleModels;
import dev.recua.gateway.scheduling.Phase;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusBoardTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration UP = Duration.ofSeconds(90);
    private static final Catalogue TWO =
            Catalogue.of(List.of(SampleModels.chat("a:1b"), SampleModels.chat("b:1b")));

    @ParameterizedTest
    @CsvSource({
        "ready,    ready,    ready",
        "ready,    stopping, stopping",
        "stopping, starting, starting",
        "starting, crashed,  crashed",
        "crashed,  error,    error",
        "error,    ready,    error",
        "initial,  ready,    ready",
        "initial,  initial,  ready",
    })
    void theGatewayIsLikeTheWorstOfItsServices(String a, String b, String gateway) {
        var services =
                Map.of(
                        id("a:1b"),
                        Samples.service(a, null, 0),
                        id("b:1b"),
                        Samples.service(b, null, 0));

        assertThat(of(Phase.OPEN, services).status().wire()).isEqualTo(gateway);
    }

    @Test
    void itIsReadyWhenNothingRuns() {
        GatewayStatus status = of(Phase.OPEN, Map.of());

        assertThat(status.status()).isEqualTo(LlamaServiceStatus.READY);
        assertThat(status.lastError()).isNull();
        assertThat(status.retries()).isZero();
        assertThat(status.maxRetries()).isEqualTo(3);
        assertThat(status.startedAt()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(status.uptime()).isEqualTo(90);
    }

    @Test
    void itIsInitialBeforeTheFirstScan() {
        var facts = new StatusBoard.Facts(Optional.empty(), Phase.OPEN, Map.of(), 3, START, UP);

        GatewayStatus status = StatusBoard.of(facts);

        assertThat(status.status()).isEqualTo(LlamaServiceStatus.INITIAL);
        assertThat(status.models()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"stopping, stopping", "error, initial", "initial, initial"})
    void stoppedByHandItIsInitialOnceTheEnginesAreGone(String service, String gateway) {
        var services = Map.of(id("a:1b"), Samples.service(service, null, 0));

        assertThat(of(Phase.STOPPED, services).status().wire()).isEqualTo(gateway);
    }

    @Test
    void itIsStoppingWhileItLeaves() {
        assertThat(of(Phase.CLOSED, Map.of()).status()).isEqualTo(LlamaServiceStatus.STOPPING);
    }

    @Test
    void theCauseAndTheCountAreThoseOfTheWorst() {
        GatewayStatus status =
                of(
                        Phase.OPEN,
                        Map.of(
                                id("a:1b"), Samples.service("starting", "killed", 4),
                                id("b:1b"), Samples.service("crashed", "hung", 2)));

        assertThat(status.lastError()).isEqualTo("hung");
        assertThat(status.retries()).isEqualTo(2);
        assertThat(status.maxRetries()).isEqualTo(5);
        assertThat(status.services()).containsOnlyKeys("a:1b", "b:1b");
    }

    @Test
    void ofTwoThatAreEquallyBadTheOneWithMoreRetriesIsTold() {
        GatewayStatus status =
                of(
                        Phase.OPEN,
                        Map.of(
                                id("a:1b"), Samples.service("crashed", "first", 1),
                                id("b:1b"), Samples.service("crashed", "second", 2)));

        assertThat(status.lastError()).isEqualTo("second");
        GatewayStatus even =
                of(
                        Phase.OPEN,
                        Map.of(
                                id("a:1b"), Samples.service("crashed", "first", 1),
                                id("b:1b"), Samples.service("crashed", "second", 1)));
        assertThat(even.lastError()).isEqualTo("first");
    }

    @Test
    void everyModelOfTheCatalogueIsThereWithWhatItDoes() {
        GatewayStatus status =
                of(Phase.OPEN, Map.of(id("a:1b"), Samples.service("crashed", "killed", 1)));

        assertThat(status.models())
                .extracting(LlamaModel::id, LlamaModel::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a:1b", LlamaServiceStatus.CRASHED),
                        org.assertj.core.groups.Tuple.tuple("b:1b", LlamaServiceStatus.INITIAL));
    }

    @Test
    void timeAloneIsNoChange() {
        var services = Map.of(id("a:1b"), Samples.service("ready", null, 0));
        GatewayStatus before = of(Phase.OPEN, services);
        GatewayStatus after = StatusBoard.later(before, Duration.ofSeconds(30));

        assertThat(after.uptime()).isEqualTo(120);
        assertThat(after.services().get("a:1b"))
                .extracting(state -> state == null ? -1 : state.uptime())
                .isEqualTo(37L);
        assertThat(StatusBoard.differ(before, after)).isFalse();
        assertThat(StatusBoard.differ(before, of(Phase.OPEN, Map.of()))).isTrue();
    }

    private static GatewayStatus of(Phase phase, Map<ModelId, LlamaServiceState> services) {
        return StatusBoard.of(
                new StatusBoard.Facts(Optional.of(TWO), phase, services, 3, START, UP));
    }

    private static ModelId id(String value) {
        return new ModelId(value);
    }
}
