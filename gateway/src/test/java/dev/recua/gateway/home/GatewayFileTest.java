package dev.recua.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayFileTest {
    private static final GatewayFile FILE =
            new GatewayFile(
                    4312,
                    Instant.parse("2026-01-02T03:04:05Z"),
                    URI.create("http://127.0.0.1:8091"),
                    "0.1.0");

    @TempDir Path run;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        FILE.write(run);

        assertThat(GatewayFile.read(run)).contains(FILE);
        assertThat(run.resolve("gateway.json"))
                .hasContent(
                        "{\"pid\":4312,\"startedAt\":\"2026-01-02T03:04:05Z\",\"url\":\"http://127.0.0.1:8091\",\"version\":\"0.1.0\"}");
    }

    @Test
    void onlyTheUserMayReadItAndNothingElseIsLeft() throws IOException {
        FILE.write(run);
        FILE.write(run);

        assertThat(run).isDirectoryNotContaining(path -> !path.endsWith("gateway.json"));
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(GatewayFile.in(run))))
                .isEqualTo("rw-------");
    }

    @Test
    void deletingItTwiceIsFine() throws IOException {
        FILE.write(run);

        GatewayFile.delete(run);
        GatewayFile.delete(run);

        assertThat(GatewayFile.read(run)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"pid\":0}",
                "{\"pid\":\"x\",\"startedAt\":5}",
                "{\"pid\":1,\"startedAt\":\"2026-01-02T03:04:05Z\",\"url\":\"a b\",\"version\":\"1\"}",
                "{\"pid\":1,\"startedAt\":\"today\",\"url\":\"http://x\",\"version\":\"1\"}"
            })
    void whatCannotBeUnderstoodCountsAsNone(String text) throws IOException {
        Files.writeString(run.resolve("gateway.json"), text);

        assertThat(GatewayFile.read(run)).isEmpty();
    }
}
