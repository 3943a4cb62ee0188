package dev.recua.client.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.LlmClient;
import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ClientConfigLoader;
import dev.recua.client.config.ClientFiles;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.ErrorType;
import dev.recua.client.fake.FakeProvider;
import dev.recua.client.fake.RecordingResolver;
import dev.recua.client.wire.ChatRequest;
import dev.recua.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProviderFactoryTest {
    @TempDir Path folder;

    private final FakeClock clock = FakeClock.atNewYear();
    private final FakeProvider llama = FakeProvider.open("llama");
    private final FakeProvider ollama = FakeProvider.open("ollama");
    private final Map<ProviderType, ProviderConfig> providers = new EnumMap<>(ProviderType.class);

    @AfterEach
    void stop() {
        llama.close();
        ollama.close();
    }

    @Test
    void theOneAskedForIsChosenAfterOneHealthCheck() throws InterruptedException {
        configure(ProviderType.LLAMA_CPP, llama.address());
        configure(ProviderType.OLLAMA, ollama.address());

        Chosen chosen = factory(false).create(Optional.of(ProviderType.LLAMA_CPP));

        try (LlmClient client = chosen.client()) {
            assertThat(chosen.provider()).isEqualTo(ProviderType.LLAMA_CPP);
            assertThat(chosen.errors()).isEmpty();
            assertThat(client.currentModel()).isEqualTo("llama-model");
            assertThat(client.chat(ChatRequest.of("hello")).text()).isEqualTo(llama.answer());
        }
        assertThat(llama.http().requests("/health")).hasSize(1);
        assertThat(ollama.http().connections()).isZero();
    }

    @Test
    void whenItIsNotThereTheNextOneAnswersAndTheReasonIsKept() throws Exception {
        configure(ProviderType.LLAMA_CPP, nobody());
        configure(ProviderType.OLLAMA, ollama.address());

        Chosen chosen = factory(false).create(Optional.of(ProviderType.LLAMA_CPP));

        chosen.client().close();
        assertThat(chosen.provider()).isEqualTo(ProviderType.OLLAMA);
        assertThat(chosen.errors())
                .singleElement()
                .satisfies(
                        error -> {
                            assertThat(error.provider()).isEqualTo(ProviderType.LLAMA_CPP);
                            assertThat(error.errorType()).contains(ErrorType.CONNECTION_ERROR);
                            assertThat(error.text())
                                    .startsWith("llama.cpp: ")
                                    .endsWith(
                                            ". Ensure llama.cpp server is running at the configured URL (default: http://localhost:8080).");
                        });
    }

    @Test
    void aHealthCheckThatFailsIsToldWithSource002sWords() throws InterruptedException {
        llama.http().on("/health", (request, wire) -> wire.json(500, "{}"));
        configure(ProviderType.LLAMA_CPP, llama.address());

        NoProvider none =
                catchThrowableOfType(
                        NoProvider.class,
                        () -> factory(false).create(Optional.of(ProviderType.LLAMA_CPP)));

        assertThat(none.errors().getFirst().text())
                .startsWith("llama.cpp: llama.cpp server health check failed: 500");
        assertThat(llama.http().requests("/health")).hasSize(1);
    }

    @Test
    void somebodyElsesServerIsNeverToldOfALocalProvidersFailure() throws Exception {
        try (FakeProvider cloud = FakeProvider.open("never-asked")) {
            configure(ProviderType.LLAMA_CPP, nobody());
            configureCloud(cloud);

            NoProvider none =
                    catchThrowableOfType(
                            NoProvider.class,
                            () -> factory(false).create(Optional.of(ProviderType.LLAMA_CPP)));
            try (FallbackClient client =
                    factory(false).fallback(Optional.of(ProviderType.LLAMA_CPP))) {
                assertThatThrownBy(() -> client.chat(ChatRequest.of("a secret")))
                        .hasMessageContaining("127.0.0.1");
                assertThat(client.providers()).containsExactly(ProviderType.LLAMA_CPP);
            }

            assertThat(none.errors())
                    .extracting(ProviderError::type)
                    .containsExactly(
                            ProviderError.Type.FAILED, ProviderError.Type.REMOTE_NOT_ALLOWED);
            assertThat(cloud.http().connections()).isZero();
            assertThat(RecordingResolver.wasAskedFor("never-asked.recua.test")).isFalse();
        }
    }

    @Test
    void withConsentItIsAsked() throws Exception {
        try (FakeProvider cloud = FakeProvider.open("consented")) {
            configure(ProviderType.LLAMA_CPP, nobody());
            configureCloud(cloud);

            Chosen chosen = factory(true).create(Optional.of(ProviderType.LLAMA_CPP));

            try (LlmClient client = chosen.client()) {
                assertThat(client.chat(ChatRequest.of("hello")).text()).isEqualTo(cloud.answer());
            }
            assertThat(chosen.provider()).isEqualTo(ProviderType.OPENROUTER);
            assertThat(RecordingResolver.wasAskedFor("consented.recua.test")).isTrue();
        }
    }

    @Test
    void whoAskedForSomebodyElsesServerMayGetALocalOne() throws Exception {
        try (FakeProvider cloud = FakeProvider.open("asked-for")) {
            configureCloud(cloud);
            configure(ProviderType.OLLAMA, ollama.address());
            cloud.http().on("/v1/models", (request, wire) -> wire.reset());

            Chosen chosen = factory(false).create(Optional.of(ProviderType.OPENROUTER));

            chosen.client().close();
            assertThat(chosen.provider()).isEqualTo(ProviderType.OLLAMA);
        }
    }

    @Test
    void aProviderWithoutItsKeyIsNoReasonToStop() throws Exception {
        try (FakeProvider cloud = FakeProvider.open("keyless")) {
            configure(ProviderType.OPENROUTER, cloud.addressElsewhere());
            configure(ProviderType.OLLAMA, ollama.address());

            Chosen chosen = factory(false).create(Optional.of(ProviderType.OPENROUTER));

            chosen.client().close();
            assertThat(chosen.provider()).isEqualTo(ProviderType.OLLAMA);
            assertThat(chosen.errors())
                    .singleElement()
                    .satisfies(
                            it ->
                                    assertThat(it.type())
                                            .isEqualTo(ProviderError.Type.NOT_CONFIGURED));
            assertThat(cloud.http().connections()).isZero();
        }
    }

    @Test
    void aChoiceThatWorksIsRememberedAndAFallbackIsNot() throws Exception {
        configure(ProviderType.LLAMA_CPP, nobody());
        configure(ProviderType.OLLAMA, ollama.address());
        var last = new LastProviderFile(folder.resolve("last-provider"));

        factory(false).create(Optional.of(ProviderType.LLAMA_CPP)).client().close();
        assertThat(last.read()).isEmpty();

        factory(false).create(Optional.of(ProviderType.OLLAMA)).client().close();
        assertThat(last.read()).contains(ProviderType.OLLAMA);
        configure(ProviderType.LLAMA_CPP, llama.address());
        Chosen chosen = factory(false).create(Optional.empty());
        chosen.client().close();

        assertThat(chosen.provider()).isEqualTo(ProviderType.OLLAMA);
    }

    @Test
    void withoutAnyConfigurationRecuaOnThisMachineIsAsked() throws Exception {
        var gateway = ProviderConfig.of(ProviderType.RECUA, llama.address());
        var factory =
                new ProviderFactory(
                        ClientConfig.EMPTY,
                        gateway,
                        ClientMaker.usual(),
                        LastProvider.FORGOTTEN,
                        clock);

        Chosen chosen = factory.create(Optional.empty());

        chosen.client().close();
        assertThat(chosen.provider()).isEqualTo(ProviderType.RECUA);
    }

    /// The commands and the pages said that the variable wins; the factory asked the one that was
    /// chosen last.
    @Test
    void theVariableBeatsTheProviderThatWasChosenLast() throws Exception {
        Map<String, String> env =
                Map.of(
                        "RECUA_HOME", folder.toString(),
                        "RECUA_CLIENT_PROVIDER", "llama-cpp",
                        "RECUA_CLIENT_LLAMA_CPP_BASE_URL", llama.address().toString(),
                        "RECUA_CLIENT_OLLAMA_BASE_URL", ollama.address().toString());
        ClientFiles files = files(env);
        new LastProviderFile(files.lastProvider()).remember(ProviderType.OLLAMA);

        Chosen chosen = fromEnvironment(env).create(Optional.empty());

        chosen.client().close();
        assertThat(chosen.provider()).isEqualTo(ProviderType.LLAMA_CPP);
        assertThat(new LastProviderFile(files.lastProvider()).read()).contains(ProviderType.OLLAMA);
    }

    @Test
    void theOneChosenLastIsAskedWhereNoVariableNamesAnother() throws Exception {
        Map<String, String> env =
                Map.of(
                        "RECUA_HOME", folder.toString(),
                        "RECUA_CLIENT_PROVIDER", " ",
                        "RECUA_CLIENT_LLAMA_CPP_BASE_URL", llama.address().toString(),
                        "RECUA_CLIENT_OLLAMA_BASE_URL", ollama.address().toString());
        new LastProviderFile(files(env).lastProvider()).remember(ProviderType.LLAMA_CPP);

        Chosen chosen = fromEnvironment(env).create(Optional.empty());

        chosen.client().close();
        assertThat(chosen.provider()).isEqualTo(ProviderType.LLAMA_CPP);
    }

    /// A key in `RECUA_API_KEY`, or an empty section, made Recua a configured provider at the usual
    /// address, although the gateway of the same home listened elsewhere.
    @Test
    void aKeyForRecuaDoesNotHideWhereTheGatewayOfTheSameHomeListens() throws Exception {
        Map<String, String> env = Map.of("RECUA_HOME", folder.toString(), "RECUA_API_KEY", "k-1");
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(
                run.resolve("gateway.json"), "{\"url\":\"%s\"}".formatted(llama.address()));

        Chosen chosen = fromEnvironment(env).create(Optional.of(ProviderType.RECUA));

        chosen.client().close();
        assertThat(chosen.client().base()).isEqualTo(llama.address());
    }

    private static ProviderFactory fromEnvironment(Map<String, String> env) {
        ClientConfig config = new ClientConfigLoader(env, files(env)).load().orThrow();
        return ProviderFactory.of(config, env, files(env));
    }

    private static ClientFiles files(Map<String, String> env) {
        return ClientFiles.of(env, "Linux", Path.of("/nobody"));
    }

    @Test
    void afterFiveFailuresAProviderIsLeftAloneForHalfAMinute() throws Exception {
        llama.http().on("/health", (request, wire) -> wire.json(500, "{}"));
        configure(ProviderType.LLAMA_CPP, llama.address());
        configure(ProviderType.OLLAMA, ollama.address());
        ProviderFactory factory = factory(false);
        for (int i = 0; i < 6; i++) {
            factory.create(Optional.of(ProviderType.LLAMA_CPP)).client().close();
        }

        Chosen seventh = factory.create(Optional.of(ProviderType.LLAMA_CPP));
        seventh.client().close();

        assertThat(llama.http().requests("/health")).hasSize(5);
        assertThat(seventh.errors().getFirst().type()).isEqualTo(ProviderError.Type.RESTING);
        clock.advance(Duration.ofSeconds(30));
        llama.http().on("/health", (request, wire) -> wire.json(200, "{\"status\":\"ok\"}"));
        Chosen later = factory.create(Optional.of(ProviderType.LLAMA_CPP));
        later.client().close();
        assertThat(later.provider()).isEqualTo(ProviderType.LLAMA_CPP);
    }

    private ProviderFactory factory(boolean consent) {
        return new ProviderFactory(
                new ClientConfig(Optional.empty(), consent, providers),
                ProviderConfig.of(ProviderType.RECUA, URI.create("http://127.0.0.1:1")),
                ClientMaker.usual(),
                new LastProviderFile(folder.resolve("last-provider")),
                clock);
    }

    private void configure(ProviderType type, URI address) {
        providers.put(type, ProviderConfig.of(type, address).withMaxRetries(0));
    }

    private void configureCloud(FakeProvider cloud) {
        ProviderConfig plain = ProviderConfig.of(ProviderType.OPENROUTER, cloud.addressElsewhere());
        providers.put(
                ProviderType.OPENROUTER,
                new ProviderConfig(
                        plain.type(),
                        plain.baseUrl(),
                        Optional.of(Secret.of("sk-or-1")),
                        List.of("some/model"),
                        plain.timeout(),
                        0,
                        plain.sampling(),
                        plain.performance()));
    }

    /// An address where nobody listens.
    private static URI nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
