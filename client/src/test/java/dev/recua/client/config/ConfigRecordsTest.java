package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recua.client.wire.WireJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A configuration that a program makes cannot be wrong either.
class ConfigRecordsTest {
    private static final ProviderConfig LLAMA =
            ProviderConfig.of(ProviderType.LLAMA_CPP, URI.create("http://localhost:8080"));

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://localhost:8080",
        "http://localhost:8080/, http://localhost:8080",
        "http://localhost:8080/v1, http://localhost:8080",
        "http://localhost:8080/v1/, http://localhost:8080",
        "https://openrouter.ai/api/v1, https://openrouter.ai/api",
        "https://host.example/llama//v1//, https://host.example/llama",
        "HTTP://Host.Example, http://Host.Example",
        "http://[::1]:8080/v1, http://[::1]:8080",
        "http://127.0.0.1, http://127.0.0.1",
        "http://host/v10, http://host/v10",
    })
    void anAddressIsTakenWithAndWithoutItsEnd(String written, String kept) {
        assertThat(BaseUrl.parse(written)).isEqualTo(URI.create(kept));
        assertThat(ProviderConfig.of(ProviderType.RECUA, URI.create(written)).baseUrl())
                .isEqualTo(URI.create(kept));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ftp://localhost            | must begin with http:// or https://
                    file:///etc/passwd         | must begin with http:// or https://
                    localhost:8080             | must begin with http:// or https://
                    //localhost                | must begin with http:// or https://
                    http://                    | is no address; write it like http://localhost:8080
                    http:///v1                 | names no host; write it like http://localhost:8080
                    http://:8080               | names no host; write it like http://localhost:8080
                    http://a b                 | has a space; an address has none
                    http://me:pw@host          | has user information before an @, which ends up in logs; write the key as apiKey
                    http://me@host             | has user information before an @, which ends up in logs; write the key as apiKey
                    http://llama_cpp:8080      | has a host with an underscore, which Java's HTTP client refuses; name it otherwise
                    http://host:0              | has a port that is not from 1 to 65535
                    http://host:65536          | has a port that is not from 1 to 65535
                    http://host/?key=a         | has something after ? or #, which cannot stand before a path; take it out
                    http://host/#a             | has something after ? or #, which cannot stand before a path; take it out
                    """)
    void anAddressThatCannotBeMeantIsRefused(String written, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.parse(written))
                .withMessage(why);
    }

    @Test
    void aProviderWithoutSettingsHasTheDefaultsOfSource002() {
        assertThat(LLAMA.apiKey()).isEmpty();
        assertThat(LLAMA.models()).isEmpty();
        assertThat(LLAMA.timeout()).isEqualTo(Duration.ofMillis(30000));
        assertThat(LLAMA.maxRetries()).isEqualTo(3);
        assertThat(LLAMA.contextSize()).isEmpty();
        assertThat(ProviderType.LLAMA_CPP.defaultAddress())
                .contains(URI.create("http://localhost:8080"));
        assertThat(Sampling.DEFAULT).isEqualTo(new Sampling(0.8, 0.95, 40, 1.1, 0, 5.0, 0.1));
        assertThat(Performance.DEFAULT).isEqualTo(new Performance(4, 0, true, false, 4096));
    }

    @Test
    void noRetryIsAllowedAndMeantW22() {
        assertThat(LLAMA.withMaxRetries(0).maxRetries()).isZero();
        assertThat(parse("{\"providers\": {\"llama-cpp\": {\"maxRetries\": 0}}}").maxRetries())
                .isZero();
    }

    @Test
    void aSetContextBeatsWhatAServerTells() {
        ProviderConfig llama =
                parse("{\"providers\": {\"llama-cpp\": {\"performance\": {\"nCtx\": 8192}}}}");

        assertThat(llama.contextSize()).hasValue(8192);
    }

    @Test
    void aWholeNumberMayBeWrittenWithAPoint() {
        assertThat(parse("{\"providers\": {\"llama-cpp\": {\"timeout\": 1e3}}}").timeout())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"-1", "11"})
    void aNumberOfRetriesOutOfRangeIsRefused(int retries) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LLAMA.withMaxRetries(retries))
                .withMessage("maxRetries must be a whole number from 0 to 10, was " + retries);
    }

    @Test
    void whatCannotBeIsRefusedWithItsKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LLAMA.withTimeout(Duration.ZERO))
                .withMessage("timeout must be more than 0, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LLAMA.withModels(List.of("a", " ")))
                .withMessage("models has a blank name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderConfig.of(ProviderType.OLLAMA, URI.create("ftp://host")))
                .withMessage("baseUrl must begin with http:// or https://");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ClientConfig(
                                        Optional.empty(),
                                        false,
                                        Map.of(ProviderType.OLLAMA, LLAMA)))
                .withMessage("under ollama stands the configuration of llama-cpp");
    }

    static Stream<Runnable> wrong() {
        return Stream.of(
                () -> new Sampling(-0.1, null, null, null, null, null, null),
                () -> new Sampling(2.1, null, null, null, null, null, null),
                () -> new Sampling(Double.NaN, null, null, null, null, null, null),
                () -> new Sampling(null, 1.1, null, null, null, null, null),
                () -> new Sampling(null, null, 101, null, null, null, null),
                () -> new Sampling(null, null, -1, null, null, null, null),
                () -> new Sampling(null, null, null, 2.1, null, null, null),
                () -> new Sampling(null, null, null, null, 3, null, null),
                () -> new Sampling(null, null, null, null, null, 10.5, null),
                () -> new Sampling(null, null, null, null, null, null, 1.5),
                () -> new Performance(0, null, null, null, null),
                () -> new Performance(513, null, null, null, null),
                () -> new Performance(null, 1000, null, null, null),
                () -> new Performance(null, -1, null, null, null),
                () -> new Performance(null, null, null, null, 511),
                () -> new Performance(null, null, null, null, 131073));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aValueOutOfRangeIsRefused(Runnable made) {
        assertThatIllegalArgumentException()
                .isThrownBy(made::run)
                .withMessageMatching("\\w+ must be .+, was .+");
    }

    @Test
    void theBoundsThemselvesAreTaken() {
        var least = new Sampling(0.0, 0.0, 0, 0.0, 0, 0.0, 0.0);
        var most = new Sampling(2.0, 1.0, 100, 2.0, 2, 10.0, 1.0);

        assertThat(LLAMA.withSampling(least).sampling().topK()).isZero();
        assertThat(LLAMA.withSampling(most).sampling().mirostat()).isEqualTo(2);
        assertThat(new Performance(1, 0, true, true, 512).args()).isNotEmpty();
        assertThat(new Performance(512, 999, false, false, 131072).args()).isNotEmpty();
    }

    @Test
    void performanceIsToldInTheWordsOfLlamaServer() {
        assertThat(Performance.UNSET.args()).isEmpty();
        assertThat(Performance.DEFAULT.args())
                .containsExactly("--threads", "4", "--n-gpu-layers", "0", "--ctx-size", "4096");
        assertThat(new Performance(8, 999, false, true, 8192).args())
                .containsExactly(
                        "--threads",
                        "8",
                        "--n-gpu-layers",
                        "999",
                        "--no-mmap",
                        "--mlock",
                        "--ctx-size",
                        "8192");
    }

    @Test
    void aProviderHasItsWireNameInJson() {
        assertThat(WireJson.mapper().writeValueAsString(ProviderType.values()))
                .isEqualTo(
                        "[\"ollama\",\"openrouter\",\"openai-compatible\",\"llama-cpp\",\"recua\"]");
        assertThat(WireJson.mapper().readValue("\"openai-compatible\"", ProviderType.class))
                .isEqualTo(ProviderType.OPENAI_COMPATIBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "llama-cpp, LLAMA_CPP",
        "llama.cpp, LLAMA_CPP",
        "llamaCpp, LLAMA_CPP",
        "LLAMA_CPP, LLAMA_CPP",
        "Ollama, OLLAMA",
        "OpenRouter, OPENROUTER",
        "OpenAI Compatible, OPENAI_COMPATIBLE",
        "openAICompatible, OPENAI_COMPATIBLE",
        "Recua, RECUA",
    })
    void aProviderIsFoundByEveryNameItHas(String name, ProviderType type) {
        assertThat(ProviderType.named(name)).contains(type);
    }

    @Test
    void anotherNameIsNoProvider() {
        assertThat(ProviderType.named("llama")).isEmpty();
        assertThat(ProviderType.named("")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderType.of("llama.cpp"))
                .withMessage("no provider is called \"llama.cpp\"");
    }

    private static ProviderConfig parse(String text) {
        return new ClientConfigLoader(Map.of(), ClientFiles.ofThisProcess())
                .parse(text, Path.of("client.json"))
                .orThrow()
                .of(ProviderType.LLAMA_CPP)
                .orElseThrow();
    }
}
