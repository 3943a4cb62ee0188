package dev.recua.gateway.config;

import static dev.recua.gateway.config.Fixture.HOME;
import static dev.recua.gateway.config.Fixture.config;
import static dev.recua.gateway.config.Fixture.problems;
import static dev.recua.gateway.config.Fixture.read;
import static dev.recua.gateway.config.Fixture.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.config.GatewayConfig.Engine;
import dev.recua.gateway.config.GatewayConfig.Install;
import dev.recua.gateway.config.GatewayConfig.Memory;
import dev.recua.gateway.config.GatewayConfig.Queue;
import dev.recua.gateway.config.SupervisorConfig.Liveness;
import dev.recua.gateway.config.SupervisorConfig.Poll;
import dev.recua.gateway.config.SupervisorConfig.Restart;
import dev.recua.supervisor.engine.Variant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigGoldenTest {
    private static final String KEY = "sk-very-secret";
    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void anEmptyFileGivesTheDefaults() {
        assertThat(read("")).isEqualTo(new ConfigResult.Valid(GatewayConfig.defaults(), List.of()));
    }

    @Test
    void aFileThatSpellsOutEveryDefaultChangesNothing() {
        assertThat(config(read(resource("defaults.yaml")))).isEqualTo(GatewayConfig.defaults());
    }

    @Test
    void everythingThatCanBeSetArrives() {
        var result = read(resource("everything.yaml"), Map.of("MY_KEY", KEY), Overrides.none());

        assertThat(config(result)).isEqualTo(everything());
        assertThat(List.copyOf(config(result).models().keySet()))
                .containsExactly("qwen3:8b", "far.away", "hub-model", "plain");
    }

    @Test
    void keysWithoutEffectAreToldOneByOne() {
        var result = read(resource("everything.yaml"), Map.of("MY_KEY", KEY), Overrides.none());

        assertThat(problems(result)).containsExactlyElementsOf(expected("everything.expected.txt"));
    }

    @Test
    void everyProblemIsReportedAtOnceWithLineKeyAndWhatToDo() {
        assertThat(problems(read(resource("problems.yaml"))))
                .containsExactlyElementsOf(expected("problems.expected.txt"));
    }

    @Test
    void secretsAppearInNoTextOfTheConfiguration() {
        var result = read(resource("everything.yaml"), Map.of("MY_KEY", KEY), Overrides.none());

        assertThat(result.toString()).doesNotContain(KEY).contains("***");
    }

    private static List<String> expected(String name) {
        return resource(name).lines().toList();
    }

    private static GatewayConfig everything() {
        return new GatewayConfig(
                new Listen("::", 9000),
                Optional.of(Secret.parse(KEY)),
                true,
                List.of("recua.local", "box.example.org"),
                List.of("https://chat.example.org", "http://10.0.0.7:3000", "app://notes"),
                new ByteSize(1_000_000_000),
                Optional.of("qwen3:8b"),
                List.of(HOME.resolve("models"), HERE.resolve("more"), Path.of("/srv/gguf")),
                false,
                new Engine(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(HOME.resolve("bin/llama-server")),
                        "b9993",
                        OrAuto.of(Variant.CUDA),
                        Install.NEVER),
                Duration.ZERO,
                new Memory(
                        OrAuto.of(new ByteSize(20L << 30)), OrAuto.of(new ByteSize(512L << 20)), 3),
                new Queue(0, Duration.ofSeconds(90)),
                new SupervisorConfig(
                        Duration.ofMinutes(10),
                        new Poll(
                                Duration.ofMillis(10),
                                Duration.ofMillis(100),
                                Duration.ofSeconds(2)),
                        new Liveness(Duration.ZERO, 5, Duration.ZERO, Duration.ofMillis(1500)),
                        new Restart(
                                0,
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(1),
                                0.25,
                                Duration.ofHours(1)),
                        Duration.ofSeconds(2)),
                models(),
                LogLevel.DEBUG,
                true);
    }

    private static Map<String, ModelConfig> models() {
        var models = new LinkedHashMap<String, ModelConfig>();
        models.put("qwen3:8b", qwen());
        models.put("far.away", farAway());
        models.put("hub-model", ModelConfig.of("hub-model"));
        models.put("plain", ModelConfig.of("plain"));
        return models;
    }

    private static ModelConfig qwen() {
        return new ModelConfig(
                "qwen3:8b",
                Optional.of(HOME.resolve("models/Qwen3-8B-Q4_K_M.gguf")),
                Optional.empty(),
                List.of("gpt-4", "my/favourite"),
                OrAuto.of(16384),
                2,
                OrAuto.of(0),
                OrAuto.of(true),
                OrAuto.of(false),
                List.of(
                        "--temp",
                        "0.7",
                        "--chat-template-file",
                        "/a path/x.jinja",
                        "--alias-prefix=a b"),
                Map.of("CUDA_VISIBLE_DEVICES", "0", "TOKEN", KEY, "EMPTY", ""),
                Optional.of(Duration.ofMinutes(10)));
    }

    private static ModelConfig farAway() {
        return new ModelConfig(
                "far.away",
                Optional.empty(),
                Optional.of(URI.create("http://10.0.0.9:8080")),
                List.of(),
                OrAuto.auto(),
                ModelConfig.DEFAULT_PARALLEL,
                OrAuto.auto(),
                OrAuto.auto(),
                OrAuto.auto(),
                List.of("--flash-attn", "on", "--x=y z"),
                Map.of(),
                Optional.empty());
    }
}
