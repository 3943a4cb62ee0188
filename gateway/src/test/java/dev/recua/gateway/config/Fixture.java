package dev.recua.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.config.ConfigResult.Invalid;
import dev.recua.gateway.config.ConfigResult.Valid;
import dev.recua.gateway.home.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the tests of this package share: one home, a text as `config.yaml`, and what came of it.
final class Fixture {
    static final Path HOME = Path.of("/home/ana");
    static final Path FILE = Path.of("config.yaml");

    private Fixture() {}

    static ConfigLoader loader(Map<String, String> environment) {
        return new ConfigLoader(
                environment, Folders.of(Map.of("RECUA_HOME", "/recua"), "Linux", HOME));
    }

    static ConfigResult read(String yaml, Map<String, String> environment, Overrides overrides) {
        return loader(environment).parse(yaml, FILE, overrides);
    }

    static ConfigResult read(String yaml) {
        return read(yaml, Map.of(), Overrides.none());
    }

    static GatewayConfig config(ConfigResult result) {
        assertThat(result).as(() -> Problem.render(result.problems())).isInstanceOf(Valid.class);
        return ((Valid) result).config();
    }

    static List<String> problems(ConfigResult result) {
        return result.problems().stream().map(Problem::render).toList();
    }

    static List<String> errors(ConfigResult result) {
        assertThat(result).isInstanceOf(Invalid.class);
        return result.problems().stream().filter(Problem::isError).map(Problem::render).toList();
    }

    static String resource(String name) {
        try (var in = Objects.requireNonNull(Fixture.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
