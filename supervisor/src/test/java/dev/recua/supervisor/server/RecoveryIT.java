package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.ChatStream;
import dev.recua.client.ClientSetup;
import dev.recua.client.LlamaCppClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.recovery.Backoff;
import dev.recua.client.recovery.Recovered.Action;
import dev.recua.client.recovery.RecoveryPolicy;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the SDK's client makes of a llama-server that goes away and comes back, with processes.
@Timeout(120)
class RecoveryIT {
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), 0.2);

    @TempDir Path folder;

    private FakeLlamaServer fake;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of("answer", "Tuesday"));
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @Test
    void aConversationGoesOnAfterTheServerWasStartedAnewAndHasLoaded() throws Exception {
        List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("which day?")));
        try (LlamaCppClient client = client()) {
            try (LlamaServer first = server()) {
                first.start();
                messages.add(client.chat(ChatRequest.of(messages)).message());
            }
            messages.add(ChatMessage.user("and tomorrow?"));
            fake.set("*", "readyAfter", 1500);
            try (LlamaServer second = server()) {
                CompletableFuture<Void> starting = started(second);

                ChatResponse answer = client.chat(ChatRequest.of(messages));

                assertThat(answer.text()).isEqualTo("Tuesday");
                assertThat(answer.recoveries()).isNotEmpty();
                assertThat(answer.recoveries().getLast().action())
                        .isEqualTo(Action.WAITED_FOR_MODEL);
                starting.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aServerThatDiesInTheMiddleOfAnAnswerIsNotAskedForItAgain() throws Exception {
        fake.set("*", "tokens", 200);
        fake.set("*", "exitAfterTokens", 3);
        try (LlamaCppClient client = client();
                LlamaServer server = server()) {
            server.start();
            try (ChatStream stream = client.chatStream(ChatRequest.of("count"))) {
                var text = new StringBuilder();
                assertThatThrownBy(() -> stream.forEachRemaining(it -> text.append(it.text())))
                        .isInstanceOf(LlmException.StreamBroken.class);
                assertThat(text).isNotEmpty();
            }
        }
        assertThat(
                        fake.events().stream()
                                .filter(it -> it.kind().equals("request"))
                                .filter(it -> it.detail("path").equals("/v1/chat/completions")))
                .hasSize(1);
    }

    @Test
    void aServerWhoseModelCannotBeLoadedIsTriedAsOftenAsAllowedAndNoMore() {
        fake.set("*", "exitAtStart", 1);
        try (LlamaServer server = server();
                LlamaCppClient client = client()) {
            assertThatThrownBy(server::start).isInstanceOf(ServerException.class);

            assertThatThrownBy(() -> client.chat(ChatRequest.of("tiny", "hello", it -> {})))
                    .isInstanceOf(LlmException.ConnectionFailed.class)
                    .satisfies(
                            it ->
                                    assertThat(it.getSuppressed()[0])
                                            .hasMessageStartingWith(
                                                    "not mended: sent again 3 times"));
        }
    }

    private static CompletableFuture<Void> started(LlamaServer server) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        server.start();
                    } catch (ServerException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                command -> Thread.ofVirtual().start(command));
    }

    private LlamaServer server() {
        return LlamaServer.of(
                fake.binary(),
                LlamaServerArgs.builder()
                        .model(dev.recua.testkit.RealEngine.model())
                        .alias("tiny")
                        .withoutApiKey()
                        .port(port)
                        .build());
    }

    private LlamaCppClient client() {
        ProviderConfig config =
                ProviderConfig.of(ProviderType.LLAMA_CPP, URI.create("http://127.0.0.1:" + port))
                        .withMaxRetries(10);
        return LlamaCppClient.of(config, ClientSetup.usual().withRecovery(RecoveryIT::quick));
    }

    private static RecoveryPolicy quick(RecoveryPolicy usual) {
        return usual.withBackoff(QUICK);
    }
}
