package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PsCommandTest {
    private final FakeGateway gateway = new FakeGateway();
    @TempDir Path run;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whatRunsIsATableWithProcessMemoryAndTheTimeUntilItIsUnloaded() {
        Result result = new InMemory(run).against(gateway).run("ps");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .isEqualToNormalizingNewlines(
                        """
                        MODEL     STATUS  PID   MEMORY   CONTEXT  RUNNING  WAITING  UNLOADED IN
                        qwen3:8b  ready   4312  5.5 GiB  8192     2        1        4m 10s
                        """);
    }

    @Test
    void aModelThatIsWaitedForIsListedAndWhatIsNotKnownIsADash() {
        gateway.catalogue =
                FakeGateway.CATALOGUE.replace(
                        "\"waiting\":0,\"child\":null,\"estimate\":null}\n]",
                        "\"waiting\":3,\"child\":null,\"estimate\":null}\n]");

        assertThat(new InMemory(run).against(gateway).run("ps").out().lines().toList().getLast())
                .isEqualTo(
                        "recua:3m-instruct  initial  -     -        -        0        3        -");
    }

    @Test
    void aTimeThatIsOverIsNow() {
        var inMemory = new InMemory(run).against(gateway);
        inMemory.now = Instant.parse("2026-01-01T00:04:11Z");

        assertThat(inMemory.run("ps").out()).endsWith("  now" + System.lineSeparator());
    }

    @Test
    void asJsonItIsTheGatewaysListOfThoseThatRun() {
        Result result = new InMemory(run).against(gateway).run("ps", "--json");

        var all = WireJson.mapper().readTree(FakeGateway.CATALOGUE);
        assertThat(WireJson.mapper().readTree(result.out()).path("models"))
                .hasSize(1)
                .first()
                .isEqualTo(all.path("models").path(0));
        assertThat(WireJson.mapper().readValue(result.out(), ModelInfos.class).models())
                .extracting(ModelInfo::id)
                .containsExactly("qwen3:8b");
    }

    @Test
    void whenNothingRunsItSaysHowToLoadOne() {
        gateway.catalogue = "{\"models\":[]}";

        Result result = new InMemory(run).against(gateway).run("ps");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("No model is loaded", "recua load", "recua ls");
    }

    @Test
    void withoutAGatewayItEndsWithThree() {
        gateway.close();

        Result result = new InMemory(run).against(gateway).run("ps");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("recua serve");
    }
}
