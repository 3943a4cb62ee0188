package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class VersionCommandTest {
    private final FakeGateway gateway = new FakeGateway();
    @TempDir Path run;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aRunningGatewaySaysItsVersionByItsRunFile() throws IOException {
        Files.writeString(
                run.resolve("gateway.json"),
                "{\"url\":\"%s\",\"version\":\"1.2.2\"}".formatted(gateway.url()));

        Result result = new InMemory(run).run("version");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "recua 1.2.3 (Java " + Runtime.version() + ")",
                        "gateway: 1.2.2 at " + gateway.url());
    }

    @Test
    void aRunningGatewaySaysItsVersionItself() {
        gateway.info =
                "{\"version\":\"1.2.1\",\"url\":\"u\",\"pid\":7,\"startedAt\":\"2026-01-01T00:00:00Z\",\"engine\":null,\"folders\":{}}";

        assertThat(new InMemory(run).against(gateway).run("version").out())
                .contains("gateway: 1.2.1 at " + gateway.url());
    }

    @Test
    void aGatewayElsewhereRunsWithAVersionThatIsNotKnown() {
        Result result = new InMemory(run).against(gateway).run("version", "--json");

        JsonNode json = WireJson.mapper().readTree(result.out());
        assertThat(json.path("version").asString()).isEqualTo("1.2.3");
        assertThat(json.path("gateway").path("url").asString()).isEqualTo(gateway.url().toString());
        assertThat(json.path("gateway").path("version").isNull()).isTrue();
    }

    @Test
    void withoutAGatewayItIsNoFailure() {
        gateway.close();

        Result result = new InMemory(run).against(gateway).run("version");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("gateway: none answers at " + gateway.url());
    }

    @Test
    void runFromClassFilesTheVersionIsDev() {
        assertThat(Version.ofThisProgram().text()).matches("dev|\\d+\\.\\d+.*");
    }
}
