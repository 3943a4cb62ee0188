package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.GatewayAddress.Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayAddressTest {
    private static final String RUN_FILE =
            """
            {"pid":4312,"startedAt":"2026-11-20T09:00:00Z","url":"http://127.0.0.1:40123","version":"0.1.0"}
            """;

    @TempDir Path run;

    @Test
    void theEnvironmentBeatsTheRunFile() throws IOException {
        Files.writeString(run.resolve("gateway.json"), RUN_FILE);

        GatewayAddress address = GatewayAddress.find(Map.of("RECUA_URL", "http://box:9"), run);

        assertThat(address.uri()).isEqualTo(URI.create("http://box:9"));
        assertThat(address.source()).isEqualTo(Source.ENVIRONMENT);
        assertThat(address.source().isExplicit()).isTrue();
    }

    @Test
    void theRunFileBeatsTheDefaultAndTellsTheVersion() throws IOException {
        Files.writeString(run.resolve("gateway.json"), RUN_FILE);

        GatewayAddress address = GatewayAddress.find(Map.of("RECUA_URL", " "), run);

        assertThat(address.uri()).isEqualTo(URI.create("http://127.0.0.1:40123"));
        assertThat(address.source()).isEqualTo(Source.RUN_FILE);
        assertThat(address.version()).contains("0.1.0");
        assertThat(address.origin()).endsWith("gateway.json");
    }

    @Test
    void withoutBothItIsTheDefault() {
        GatewayAddress address = GatewayAddress.find(Map.of(), run.resolve("absent"));

        assertThat(address.uri()).isEqualTo(URI.create("http://127.0.0.1:8091"));
        assertThat(address.source()).isEqualTo(Source.DEFAULT);
        assertThat(address.source().isExplicit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "{\"url\":\"nowhere\"}", "{\"url\":7}"})
    void aBrokenRunFileIsNamedAndTheDefaultTaken(String text) throws IOException {
        Files.writeString(run.resolve("gateway.json"), text);

        GatewayAddress address = GatewayAddress.find(Map.of(), run);

        assertThat(address.uri()).isEqualTo(GatewayAddress.DEFAULT);
        assertThat(address.origin()).contains("gateway.json is not readable");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8091/, http://127.0.0.1:8091",
        "http://127.0.0.1:8091/v1, http://127.0.0.1:8091",
        "http://127.0.0.1:8091/v1/, http://127.0.0.1:8091",
        "https://box.example/recua/, https://box.example/recua",
        "http://[::1]:8091, http://[::1]:8091",
    })
    void aBaseUrlOfOpenAisKindIsUnderstood(String given, String expected) {
        assertThat(GatewayAddress.named(given, "--url").uri()).isEqualTo(URI.create(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8091", "localhost:8091", "ftp://box", "http://", "a b"})
    void whatIsNoAddressIsRefusedWithItsNameAndAnExample(String text) {
        assertThatThrownBy(() -> GatewayAddress.find(Map.of("RECUA_URL", text), run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RECUA_URL")
                .hasMessageContaining("http://127.0.0.1:8091");
    }
}
