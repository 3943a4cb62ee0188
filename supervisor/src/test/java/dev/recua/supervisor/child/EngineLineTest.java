package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.EngineLine.Loading;
import dev.recua.supervisor.child.EngineLine.Protocol;
import dev.recua.supervisor.child.EngineLine.Said;
import dev.recua.supervisor.child.EngineLine.Stream;
import dev.recua.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineLineTest {

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0.00.001.319 I srv  llama_server: initializing ...                    | INFO
                    0.00.041.180 W srv  llama_server: security: no API key is set          | WARN
                    0.00.014.661 E gguf_init_from_file: failed to open GGUF file 'x'       | ERROR
                    12.34.567.890 D que          post: new task, id = 1                    | DEBUG
                    I srv  llama_server: an error that is only information                 | INFO
                    E srv  load_model: no timestamps here                                  | ERROR
                    error: invalid argument: --no-such-flag                                | ERROR
                    error while handling argument "--port": stoi                           | ERROR
                    ./llama-server: error while loading shared libraries: libggml.so       | ERROR
                    GGML_ASSERT(n_tokens > 0) failed                                       | ERROR
                    /src/ggml.c:1234: GGML_ASSERT(x) failed                                | ERROR
                    terminate called after throwing an instance of 'std::bad_alloc'        | ERROR
                    ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device      | ERROR
                    CUDA error: an illegal memory access was encountered                   | ERROR
                    warning: not compiled with GPU offload support                         | WARN
                    ggml_vulkan: WARNING: device memory is low                             | WARN
                    ggml_cuda_init: found 1 CUDA devices:                                  | INFO
                    usage:                                                                 | INFO
                    0 errors were found                                                    | INFO
                    """)
    void aLineOfStderrMattersAsMuchAsItSays(String line, LogLevel level) {
        assertThat(EngineLine.parse(Stream.STDERR, line)).isEqualTo(new Said(level, List.of(line)));
    }

    @Test
    void whatIsSaidOnStdoutIsDebugUnlessItHasALetter() {
        assertThat(EngineLine.parse(Stream.STDOUT, "error: of the template"))
                .isEqualTo(new Said(LogLevel.DEBUG, List.of("error: of the template")));
        assertThat(EngineLine.parse(Stream.STDOUT, "0.00.014.661 E broken"))
                .isEqualTo(new Said(LogLevel.ERROR, List.of("0.00.014.661 E broken")));
    }

    @Test
    void coloursAreTakenOut() {
        assertThat(EngineLine.parse(Stream.STDERR, "\u001b[34m0.00.1.2 \u001b[0mW hot\u001b[0m"))
                .isEqualTo(new Said(LogLevel.WARN, List.of("0.00.1.2 W hot")));
    }

    @Test
    void jsonLinesSayTheirLevelAndTheirText() {
        String warning =
                "{\"type\":\"log\",\"time\":11819,\"level\":\"warn\",\"msg\":\"srv  security: none\\n\"}";
        String many = "{\"type\":\"log\",\"time\":1,\"level\":\"error\",\"msg\":\"one\\ntwo\\n\"}";
        String other =
                "{\"type\":\"fit_memory_breakdown\",\"data\":{\"unit\":\"MiB\",\"rows\":[]}}";
        String cut = "{\"type\":\"log\",\"time\":1,\"level\":\"error\",\"msg\":\"on";

        assertThat(EngineLine.parse(Stream.STDERR, warning))
                .isEqualTo(new Said(LogLevel.WARN, List.of("srv  security: none")));
        assertThat(EngineLine.parse(Stream.STDOUT, many))
                .isEqualTo(new Said(LogLevel.ERROR, List.of("one", "two")));
        assertThat(EngineLine.parse(Stream.STDOUT, other))
                .isEqualTo(new Said(LogLevel.DEBUG, List.of(other)));
        assertThat(EngineLine.parse(Stream.STDERR, cut))
                .isEqualTo(new Said(LogLevel.INFO, List.of(cut)));
    }

    @Test
    void whatItTellsItsRouterOfLoadingIsProgress() {
        String line =
                "cmd_child_to_router:state:{\"state\":\"loading\",\"payload\":{\"stages\":[\"text_model\",\"mmproj_model\"],\"current\":\"text_model\",\"value\":0.5}}";

        assertThat(EngineLine.parse(Stream.STDOUT, line))
                .isEqualTo(new Loading(new LoadProgress("text_model", 0.5)));
        assertThat(EngineLine.parse(Stream.STDOUT, "\u001b[0m" + line))
                .isEqualTo(new Loading(new LoadProgress("text_model", 0.5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd_child_to_router:state:{\"state\":\"ready\",\"payload\":{\"id\":\"x\"}}",
                "cmd_child_to_router:state:{\"state\":\"loading\",\"payload\":{}}",
                "cmd_child_to_router:state:{\"state\":\"loading\",\"payload\":{\"current\":\"a\",\"value\":7}}",
                "cmd_child_to_router:state:{\"state\":\"loading\",\"payload\":{\"current\":\"\",\"value\":1}}",
                "cmd_child_to_router:state:{\"state\":",
                "cmd_child_to_router:sleeping"
            })
    void otherWordsForItsRouterAreNeitherLogNorProgress(String line) {
        assertThat(EngineLine.parse(Stream.STDOUT, line)).isEqualTo(new Protocol());
    }

    /// Of its 163 lines three have no prefix: two are information, one is
    /// `parse: error parsing grammar: …`.
    @Test
    void aCapturedLogIsMostlyInformation() {
        Map<LogLevel, Integer> count = new TreeMap<>();
        Golden.text("llama-server-0.7.0/start.stderr")
                .lines()
                .forEach(
                        line -> {
                            Said said = (Said) EngineLine.parse(Stream.STDERR, line);
                            count.merge(said.level(), 1, Integer::sum);
                        });

        assertThat(count)
                .isEqualTo(Map.of(LogLevel.INFO, 129, LogLevel.WARN, 28, LogLevel.ERROR, 6));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0.00.014.661 E gguf_init_from_file: failed | true
                    E short                                    | true
                    error: invalid argument                    | true
                    GGML_ASSERT(x)                             | true
                    0.00.014.661 I srv  E is a letter          | false
                    Everything is well                         | false
                    0.00.014.661                               | false
                    xE no                                      | false
                    """)
    void anErrorIsSeenInTheBytesToo(String line, boolean error) {
        byte[] bytes = ("##" + line).getBytes(StandardCharsets.UTF_8);

        assertThat(EngineLine.beginsLikeError(bytes, 2, bytes.length - 2)).isEqualTo(error);
    }
}
