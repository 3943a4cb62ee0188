package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every problem is told at once: where, what was there, what is allowed, what to do.
class ConfigProblemsTest {
    private static final String EVERYTHING_WRONG =
            """
            {
              "provider": "llama.cpp",
              "allowRemoteFallbck": true,
              "allowRemoteFallback": "yes",
              "temperature": 0.2,
              "providers": {
                "llama-cpp": {
                  "baseUrl": "ftp://somewhere",
                  "apiKey": 12345,
                  "models": ["a", ""],
                  "timeout": 0,
                  "maxRetries": 11,
                  "topP": 0.5,
                  "sampling": {
                    "temperature": 2.1,
                    "topP": -0.1,
                    "topK": 101,
                    "repeatPenalty": "1.1",
                    "mirostat": 3,
                    "mirostatTau": null,
                    "mirostatEta": [0.1]
                  },
                  "performance": {
                    "nThreads": 0,
                    "nGpuLayers": 1000,
                    "useMmap": 1,
                    "useMlock": "no",
                    "nCtx": 511.5
                  },
                  "timeout": 5000
                },
                "ollama": {"performance": {}, "retries": 1},
                "openrouter": [],
                "llama.cpp": {}
              }
            }
            """;

    private static final List<String> EXPECTED =
            List.of(
                    "2:3 /provider: must be one of ollama, openrouter, openai-compatible, llama-cpp, recua,"
                            + " was \"llama.cpp\"",
                    "3:3 /allowRemoteFallbck: unknown key. Did you mean allowRemoteFallback?",
                    "4:3 /allowRemoteFallback: must be true or false, was \"yes\". Without it, it is false.",
                    "5:3 /temperature: unknown key. Known here: $schema, provider, allowRemoteFallback, providers.",
                    "8:7 /providers/llama-cpp/baseUrl: must begin with http:// or https://",
                    "9:7 /providers/llama-cpp/apiKey: must be a key, \"${NAME}\" for an environment variable,"
                            + " or {\"file\": \"PATH\"}, was something else",
                    "10:7 /providers/llama-cpp/models: must be a list of names, such as [\"qwen3:8b\"],"
                            + " was a list. Without it, it is [].",
                    "11:7 /providers/llama-cpp/timeout: must be a whole number from 1000 to 300000"
                            + " (milliseconds), was 0. Without it, it is 30000.",
                    "12:7 /providers/llama-cpp/maxRetries: must be a whole number from 0 to 10, was 11."
                            + " Without it, it is 3.",
                    "13:7 /providers/llama-cpp/topP: unknown key. Write it inside sampling.",
                    "15:9 /providers/llama-cpp/sampling/temperature: must be a number from 0 to 2, was 2.1."
                            + " Without it, the server decides.",
                    "16:9 /providers/llama-cpp/sampling/topP: must be a number from 0 to 1, was -0.1."
                            + " Without it, the server decides.",
                    "17:9 /providers/llama-cpp/sampling/topK: must be a whole number from 0 to 100, was 101."
                            + " Without it, the server decides.",
                    "18:9 /providers/llama-cpp/sampling/repeatPenalty: must be a number from 0 to 2, was \"1.1\"."
                            + " Without it, the server decides.",
                    "19:9 /providers/llama-cpp/sampling/mirostat: must be 0, 1 or 2, was 3."
                            + " Without it, the server decides.",
                    "20:9 /providers/llama-cpp/sampling/mirostatTau: must be a number from 0 to 10, was null."
                            + " Without it, the server decides.",
                    "21:9 /providers/llama-cpp/sampling/mirostatEta: must be a number from 0 to 1, was a list."
                            + " Without it, the server decides.",
                    "24:9 /providers/llama-cpp/performance/nThreads: must be a whole number from 1 to 512, was 0."
                            + " Without it, the server decides.",
                    "25:9 /providers/llama-cpp/performance/nGpuLayers: must be a whole number from 0 to 999,"
                            + " was 1000. Without it, the server decides.",
                    "26:9 /providers/llama-cpp/performance/useMmap: must be true or false, was 1."
                            + " Without it, the server decides.",
                    "27:9 /providers/llama-cpp/performance/useMlock: must be true or false, was \"no\"."
                            + " Without it, the server decides.",
                    "28:9 /providers/llama-cpp/performance/nCtx: must be a whole number from 512 to 131072"
                            + " (tokens), was 511.5. Without it, the server decides.",
                    "30:7 /providers/llama-cpp/timeout: is there twice, first in line 11. Take one of them out.",
                    "32:16 /providers/ollama/performance: unknown key."
                            + " Known here: baseUrl, apiKey, models, timeout, maxRetries, sampling.",
                    "32:35 /providers/ollama/retries: unknown key. Did you mean maxRetries?",
                    "33:5 /providers/openrouter: must be an object with baseUrl, apiKey, models, timeout,"
                            + " maxRetries, sampling, was a list",
                    "34:5 /providers/llama.cpp: unknown key. Did you mean llama-cpp?");

    @TempDir private Path folder;

    @Test
    void everyProblemOfAFileIsToldAtOnceWithItsPlace() {
        LoadedConfig loaded = parse(EVERYTHING_WRONG);

        assertThat(loaded).isInstanceOf(LoadedConfig.Broken.class);
        assertThat(loaded.problems().stream().map(it -> it.render().replace("client.json:", "")))
                .containsExactlyElementsOf(EXPECTED);
    }

    @Test
    void theExceptionSaysEveryProblem() {
        InvalidClientConfig thrown =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        InvalidClientConfig.class, () -> parse(EVERYTHING_WRONG).orThrow());

        assertThat(thrown.problems()).hasSameSizeAs(EXPECTED);
        assertThat(thrown.getMessage().lines()).hasSize(1 + EXPECTED.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"provider": "ollama"} // mine      | 1:24: is no JSON: there is a comment, which JSON does not have. Take it out.
                    {/* mine */ "provider": "ollama"}   | 1:2: is no JSON: there is a comment, which JSON does not have. Take it out.
                    {"provider": "ollama",}             | 1:23: is no JSON: there is a comma before the } or ], where JSON has none. Take it out.
                    {provider: "ollama"}                | 1:2: is no JSON: there is a name without quotes; JSON wants "name". Write it with quotes.
                    {"provider": "ollama"               | 1:22: is no JSON: it ends too early. A }, a ] or a " is missing.
                    {"provider" "ollama"}               | 1:13: is no JSON: here stands what JSON does not allow. Look for a missing quote or comma here or just before.
                    {"provider": sk-secret}             | 1:14: is no JSON: here stands what JSON does not allow. Look for a missing quote or comma here or just before.
                    {} {}                               | 1:4: is no JSON: something follows the end of the object. Take it out.
                    ["ollama"]                          | 1:1: must be an object: { … }
                    "ollama"                            | 1:1: must be an object: { … }
                    """,
            quoteCharacter = '`')
    void whatIsNoJsonIsSaidInWordsThatRepeatNothingOfIt(String text, String problem) {
        assertThat(rendered(parse(text))).containsExactly("client.json:" + problem);
    }

    @Test
    void aCommentHidesNoOtherProblem() {
        LoadedConfig loaded =
                parse("{\n  // who\n  \"provder\": \"ollama\",\n  \"allowRemoteFallback\": 1,\n}");

        assertThat(rendered(loaded))
                .containsExactly(
                        "client.json:2:3: is no JSON: there is a comment, which JSON does not have. Take it out.",
                        "client.json:3:3 /provder: unknown key. Did you mean provider?",
                        "client.json:4:3 /allowRemoteFallback: must be true or false, was 1."
                                + " Without it, it is false.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void anEmptyFileIsAProblem(String text) {
        assertThat(rendered(parse(text)))
                .containsExactly("client.json: is empty. Write at least {}.");
    }

    @Test
    void aByteOrderMarkIsNoProblem() {
        assertThat(parse("\uFEFF{\"provider\": \"ollama\"}").orThrow().provider())
                .contains(ProviderType.OLLAMA);
    }

    @Test
    void anotherEncodingIsSaid() throws Exception {
        byte[] utf16 = "\uFEFF{}".getBytes(StandardCharsets.UTF_16BE);
        byte[] latin = "{\"provider\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(rendered(load(utf16)))
                .singleElement()
                .asString()
                .endsWith(": is UTF-16. Save it as UTF-8.");
        assertThat(rendered(load(latin)))
                .singleElement()
                .asString()
                .endsWith(": is no UTF-8. Save it as UTF-8.");
    }

    @Test
    void aFileTooLargeOrTooDeepIsRefused() throws Exception {
        byte[] large = (" ".repeat(JsonText.LARGEST) + "{}").getBytes(StandardCharsets.UTF_8);
        String deep = "[".repeat(40) + "]".repeat(40);

        assertThat(rendered(load(large)))
                .singleElement()
                .asString()
                .endsWith("has more than 1,048,576 bytes, too many for a configuration");
        assertThat(rendered(parse("{\"providers\": " + deep + "}")))
                .singleElement()
                .asString()
                .endsWith(
                        "is no configuration: more than 32 levels of { and [, or a number of more than 1,000 digits");
    }

    @Test
    void aFileThatWasNamedMustBeThere() {
        Path missing = folder.resolve("client.json");

        assertThat(rendered(ClientConfig.load(missing, Map.of())))
                .containsExactly(missing + ": there is no such file");
    }

    @Test
    void whatWorksAndIsProbablyNotMeantIsAWarning() {
        LoadedConfig loaded =
                parse(
                        """
                        {"providers": {"llama-cpp": {
                          "sampling": {"topK": 0},
                          "performance": {"nThreads": 33}}}}""");

        ProviderConfig llama = loaded.orThrow().of(ProviderType.LLAMA_CPP).orElseThrow();
        assertThat(llama.sampling().topK()).isZero();
        assertThat(llama.performance().nThreads()).isEqualTo(33);
        assertThat(loaded.problems()).noneMatch(ConfigProblem::isError);
        assertThat(rendered(loaded))
                .containsExactly(
                        "client.json:2:16 /providers/llama-cpp/sampling/topK: is 0, which turns it off:"
                                + " every token may be chosen. Write 1 to 100 to limit the choice.",
                        "client.json:3:19 /providers/llama-cpp/performance/nThreads: is 33, more than the"
                                + " usual 32 at most. More threads than cores make it slower.");
    }

    @Test
    void pointersAreEscaped() {
        assertThat(rendered(parse("{\"a/b~c\": 1}")))
                .singleElement()
                .asString()
                .startsWith("client.json:1:2 /a~1b~0c: unknown key.");
    }

    private LoadedConfig load(byte[] bytes) throws Exception {
        Path file = folder.resolve("some.json");
        Files.write(file, bytes);
        return ClientConfig.load(file, Map.of());
    }

    private static LoadedConfig parse(String text) {
        return new ClientConfigLoader(Map.of(), ClientFiles.ofThisProcess())
                .parse(text, Path.of("client.json"));
    }

    private static List<String> rendered(LoadedConfig loaded) {
        return loaded.problems().stream().map(ConfigProblem::render).toList();
    }
}
