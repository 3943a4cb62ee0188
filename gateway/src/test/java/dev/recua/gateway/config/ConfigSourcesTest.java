package dev.recua.gateway.config;

import static dev.recua.gateway.config.Fixture.config;
import static dev.recua.gateway.config.Fixture.errors;
import static dev.recua.gateway.config.Fixture.problems;
import static dev.recua.gateway.config.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Environment, command line, and what `${NAME}` does.
class ConfigSourcesTest {
    private static GatewayConfig with(String yaml, Map<String, String> environment) {
        return config(read(yaml, environment, Overrides.none()));
    }

    @Test
    void theEnvironmentBeatsTheFileAndTheCommandLineBeatsBoth() {
        var environment = Map.of("RECUA_LISTEN", "127.0.0.1:2");
        String yaml = "listen: 127.0.0.1:1";

        assertThat(with(yaml, Map.of()).listen().port()).isEqualTo(1);
        assertThat(with(yaml, environment).listen().port()).isEqualTo(2);
        var overrides = Overrides.none().withListen("127.0.0.1:3");
        assertThat(config(read(yaml, environment, overrides)).listen().port()).isEqualTo(3);
    }

    @Test
    void everyScalarKeyHasAVariable() {
        var config =
                with(
                        "",
                        Map.of(
                                "RECUA_API_KEY", "k",
                                "RECUA_LOG_LEVEL", "DEBUG",
                                "RECUA_OFFLINE", "true",
                                "RECUA_MEMORY_BUDGET", "20GiB",
                                "RECUA_QUEUE_MAX_WAIT", "5s",
                                "RECUA_SUPERVISOR_LIVENESS_PROBE_TIMEOUT", "7s",
                                "RECUA_ENGINE_INSTALL", "never",
                                "RECUA_BUNDLED", "false"));

        assertThat(config.apiKey())
                .hasValueSatisfying(key -> assertThat(key.matches("k")).isTrue());
        assertThat(config.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(config.offline()).isTrue();
        assertThat(config.memory().budget().fixed()).contains(ByteSize.parse("20GiB"));
        assertThat(config.queue().maxWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.supervisor().liveness().probeTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.engine().install()).isEqualTo(GatewayConfig.Install.NEVER);
        assertThat(config.bundled()).isFalse();
    }

    @Test
    void aVariableWithoutTextCountsAsNotSet() {
        assertThat(with("", Map.of("RECUA_LISTEN", "", "RECUA_API_KEY", " ", "RECUA_LISTEM", "")))
                .isEqualTo(GatewayConfig.defaults());
    }

    @Test
    void aProblemNamesTheVariableOrTheOption() {
        var result =
                read(
                        "",
                        Map.of("RECUA_QUEUE_MAX_WAIT", "5", "RECUA_ENGINE", "a\0b"),
                        Overrides.none().withListen("nowhere"));

        assertThat(errors(result))
                .containsExactly(
                        "RECUA_ENGINE is no path. Write a path without unusual characters.",
                        "RECUA_QUEUE_MAX_WAIT queue.max-wait: is no duration: 5. It needs a unit: did you mean 5s?",
                        "--listen listen: is no address: nowhere. Write host:port, such as 127.0.0.1:8091 or [::1]:8091.");
    }

    @Test
    void aFileValueIsCheckedAlsoWhereTheEnvironmentBeatsIt() {
        var result =
                read(
                        "queue: {max-wait: soon}",
                        Map.of("RECUA_QUEUE_MAX_WAIT", "5s"),
                        Overrides.none());

        assertThat(errors(result))
                .singleElement()
                .asString()
                .startsWith("config.yaml:1:19 queue.max-wait:");
    }

    @Test
    void variablesThatRecuaDoesNotKnowAreToldWithTheNearest() {
        var result =
                read(
                        "",
                        Map.of(
                                "RECUA_LISTN", "127.0.0.1:1",
                                "RECUA_FOLDERS", "/x",
                                "RECUA_ENGINE_PATH", "/x",
                                "RECUA_SWAP_MAX_WAIT", "3s",
                                "RECUA_SOMETHING_ELSE", "1",
                                "PATH", "/bin"),
                        Overrides.none());

        assertThat(config(result)).isEqualTo(GatewayConfig.defaults());
        assertThat(problems(result))
                .containsExactly(
                        "RECUA_ENGINE_PATH warning: engine.path: is read from the file only. Use RECUA_ENGINE, or the file.",
                        "RECUA_FOLDERS warning: folders: is read from the file only. Set it in config.yaml.",
                        "RECUA_LISTN warning: is no variable that Recua knows, it has no effect. Did you mean RECUA_LISTEN?",
                        "RECUA_SOMETHING_ELSE warning: is no variable that Recua knows, it has no effect",
                        "RECUA_SWAP_MAX_WAIT warning: swap.max-wait: has no effect yet");
    }

    @Test
    void variablesThatOthersReadAreNoProblem() {
        var environment =
                Map.of(
                        "RECUA_HOME",
                        "/x",
                        "RECUA_URL",
                        "http://x",
                        "RECUA_JAVA_HOME",
                        "/j",
                        "RECUA_JAVA_OPTS",
                        "-Xmx1g",
                        "RECUA_TEST_REAL",
                        "off",
                        "RECUA_TEST_ENGINE",
                        "/e",
                        "RECUA_CLIENT_PROVIDER",
                        "ollama");

        assertThat(problems(read("", environment, Overrides.none()))).isEmpty();
    }

    @Test
    void theEnginesOfOptionVariableAndFileAreKeptApart() {
        var engine =
                config(
                                read(
                                        "engine: {path: bin/llama-server}",
                                        Map.of("RECUA_ENGINE", "~/e"),
                                        Overrides.none().withEngine(Path.of("o"))))
                        .engine();

        Path here = Path.of("").toAbsolutePath();
        assertThat(engine.option()).contains(here.resolve("o"));
        assertThat(engine.variable()).contains(Fixture.HOME.resolve("e"));
        assertThat(engine.path()).contains(here.resolve("bin/llama-server"));
        assertThat(engine.named()).isEqualTo(engine.option());
    }

    @Test
    void anAddressThatOthersReachNeedsAKeyOrInsecure() {
        var open = Overrides.none().withListen("0.0.0.0:8091");

        assertThat(errors(read("", Map.of(), open)))
                .containsExactly(
                        "--listen listen: 0.0.0.0:8091 can be reached by others, and no api-key is set."
                                + " Set api-key (or RECUA_API_KEY), or say insecure: true (--insecure).");
        assertThat(config(read("api-key: k", Map.of(), open)).listen().isLoopback()).isFalse();
        assertThat(config(read("", Map.of("RECUA_API_KEY", "k"), open)).insecure()).isFalse();
        assertThat(config(read("", Map.of(), open.withInsecure())).insecure()).isTrue();
        assertThat(errors(read("api-key: ${GONE}", Map.of(), open))).hasSize(1);
    }

    @Test
    void aKeyThatIsWrongIsOneProblemNotTwo() {
        var result = read("listen: 0.0.0.0:1\napi-key: \"two words\"", Map.of(), Overrides.none());

        assertThat(errors(result))
                .containsExactly(
                        "config.yaml:2:10 api-key: has a character that a header cannot carry. Use visible ASCII characters without spaces.");
    }

    @Test
    void anApiKeyFromAnUnsetVariableIsNoKey() {
        assertThat(with("api-key: ${RECUA_API_KEY}", Map.of()).apiKey()).isEmpty();
        assertThat(with("api-key: ${RECUA_API_KEY}", Map.of("RECUA_API_KEY", "k")).apiKey())
                .isPresent();
        assertThat(with("api-key: none", Map.of()).apiKey()).isEmpty();
        assertThat(with("api-key: ${OTHER}", Map.of("OTHER", "k")).apiKey()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "'${A}', one",
        "'x${A}y${B}z', xoney${A}z",
        "'$${A}', '${A}'",
        "'$A', '$A'",
        "'a$', 'a$'"
    })
    void variablesAreReplacedOnce(String text, String expected) {
        var config = with("default-model: '" + text + "'", Map.of("A", "one", "B", "${A}"));

        assertThat(config.defaultModel()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'${GONE}', 'needs the environment variable GONE, which is not set. Set GONE, or write the value.'",
        "'${', 'has a ${ that names no variable. Write ${NAME}, or $${ for a plain ${.'",
        "'${A B}', 'has a ${ that names no variable. Write ${NAME}, or $${ for a plain ${.'"
    })
    void aVariableThatIsNotThereIsAProblem(String text, String expected) {
        assertThat(errors(read("default-model: '" + text + "'")))
                .containsExactly("config.yaml:1:16 default-model: " + expected);
    }

    @Test
    void whatCameFromAVariableIsNotRepeatedInAProblem() {
        var result = read("max-body: ${SECRET}", Map.of("SECRET", "hunter2"), Overrides.none());

        assertThat(errors(result))
                .singleElement()
                .asString()
                .contains("${SECRET}")
                .doesNotContain("hunter2");
    }
}
