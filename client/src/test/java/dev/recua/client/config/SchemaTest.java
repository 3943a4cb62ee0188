package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The published schemas are the table of keys. Whether a validator and our parser agree is tested
/// where a validator is at hand: in the gateway's tests.
class SchemaTest {
    @ParameterizedTest
    @ValueSource(strings = {"client.schema.json", "llama-cpp.schema.json"})
    void aPublishedSchemaIsTheTableOfKeys(String name) throws IOException {
        String now =
                name.startsWith("client") ? SchemaText.ofClientFile() : SchemaText.ofLlamaCpp();

        Path written = Path.of("target", name);
        Files.createDirectories(written.getParent());
        Files.writeString(written, now);

        assertThat(published(name))
                .as("%s; the one of now is client/%s", name, written)
                .isEqualTo(now);
    }

    private static String published(String name) throws IOException {
        try (var in = ClientConfig.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
