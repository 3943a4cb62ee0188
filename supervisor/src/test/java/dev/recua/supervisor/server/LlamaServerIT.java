package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.ChatStream;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.PortChoice;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFound;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.Platform;
import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LlamaServerIT extends ServerContract {

    @Override
    AskableServer server() {
        return llamaServer();
    }

    private LlamaServer llamaServer() {
        return LlamaServer.of(fake.binary(), args().build());
    }

    @AfterEach
    void nothingIsLeft() {
        List<ProcessHandle> left =
                fake.events("start").stream()
                        .flatMap(start -> ProcessHandle.of(start.pid()).stream())
                        .filter(ProcessHandle::isAlive)
                        .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @Test
    void startWaitsUntilItIsReadyAndCloseUntilItHasEnded() throws Exception {
        long pid;
        try (LlamaServer server = llamaServer()) {
            server.start();
            pid = server.pid().orElseThrow();
            assertThat(server.adopted()).isFalse();
            assertThat(server.serverArgs().orElseThrow().alias()).isEqualTo("tiny");
            assertThat(server.commandLine())
                    .startsWith(fake.binary() + " --alias tiny --model ")
                    .endsWith("--port " + server.baseUrl().getPort())
                    .doesNotContain(KEY);
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aFolderOfItsOwnIsGoneAtItsEndWhetherItRanOrNot() throws Exception {
        WorkFolder ran = WorkFolder.make();
        try (LlamaServer server = LlamaServer.of(specIn(ran), ran)) {
            server.start();
            assertThat(ran.run().resolve("children/" + server.pid().orElseThrow() + ".json"))
                    .exists();
        }
        assertThat(ran.root()).doesNotExist();

        WorkFolder unused = WorkFolder.make();
        LlamaServer never = LlamaServer.of(specIn(unused), unused);
        assertThat(never.kill()).isCompleted();
        assertThat(unused.root()).doesNotExist();
    }

    private ChildSpec specIn(WorkFolder own) {
        return new ChildSpec(
                "tiny",
                fake.binary(),
                args().build()::toArgs,
                Map.of(),
                Optional.empty(),
                ChildLimits.DEFAULT,
                own.config(),
                own.run());
    }

    @Test
    void aSpecIsRunAsItIsInTheFoldersOfItsCaller() throws Exception {
        LlamaServerArgs args = args().build();
        ChildSpec spec =
                new ChildSpec(
                                "tiny",
                                fake.binary(),
                                args::toArgs,
                                Map.of(),
                                Optional.empty(),
                                ChildLimits.DEFAULT,
                                folder.resolve("config"),
                                folder.resolve("run"))
                        .withPort(PortChoice.fixed(freePort()))
                        .withKey(args.key());
        try (LlamaServer server = LlamaServer.of(spec)) {
            assertThat(server.commandLine()).isEqualTo(fake.binary().toString());
            server.start();

            assertThat(server.child().orElseThrow().model()).isEqualTo("tiny");
            assertThat(server.apiKey()).hasValue(KEY);
            assertThat(server.serverArgs()).isEmpty();
            assertThat(server.commandLine()).contains(" --alias tiny ");
            assertThat(folder.resolve("run/children")).isNotEmptyDirectory();
        }
        assertThat(folder.resolve("run/children")).isEmptyDirectory();
    }

    @Test
    void itsFolderForNotesGoesWithIt() throws Exception {
        List<Path> own;
        try (LlamaServer server = llamaServer()) {
            server.start();
            own = workFoldersOf(server.pid().orElseThrow());
            assertThat(own).hasSize(1);
        }
        assertThat(own.getFirst()).doesNotExist();
    }

    @Test
    void aModelThatIsNotThereIsToldBeforeAnythingRuns() {
        try (LlamaServer server =
                LlamaServer.of(fake.binary(), args().model(folder.resolve("none.gguf")).build())) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(ServerException.ModelNotFound.class)
                    .hasMessage("Model file does not exist: " + folder.resolve("none.gguf"));
            assertThat(server.exited()).isDone();
        }
        assertThat(fake.events()).isEmpty();
    }

    @Test
    void aMissingBinaryIsAnIoError() {
        try (LlamaServer server = LlamaServer.of(folder.resolve("none"), args().build())) {
            assertThatThrownBy(server::start).isInstanceOf(ServerException.IoError.class);
        }
    }

    @Test
    void anExitAtTheStartIsToldAtOnceWithItsCodeAndItsLastLines() {
        fake.set("tiny", "exitAtStart", 1);
        fake.set("tiny", "stderr", "E invalid magic characters: 'XGUF', expected 'GGUF'");
        try (LlamaServer server = llamaServer()) {
            var error = catchThrowableOfType(ServerException.StartupError.class, server::start);

            assertThat(error.failure().orElseThrow().cause()).isEqualTo(Cause.BAD_MAGIC);
            assertThat(error.failure().orElseThrow().exitCode()).isEqualTo(1);
            assertThat(error).hasMessageStartingWith("failed to start server: ");
            assertThat(server.lastLines(10)).anyMatch(line -> line.contains("XGUF"));
        }
    }

    @Test
    void aStartThatTakesTooLongLeavesNoProcess() {
        fake.set("tiny", "readyAfter", "never");
        ChildLimits limits =
                ChildLimits.DEFAULT.withStart(Duration.ofMillis(1500)).withStopGrace(GRACE);
        try (LlamaServer server = LlamaServer.of(fake.binary(), args().build(), limits)) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(ServerException.TimeoutError.class)
                    .hasMessage("server health check timed out after 1.5 seconds");
            assertThat(server.exited()).isDone();
        }
    }

    @Test
    void anInterruptEndsTheStartAndTheProcess() throws Exception {
        fake.set("tiny", "readyAfter", "never");
        try (LlamaServer server = llamaServer()) {
            var ended = new CompletableFuture<Throwable>();
            Thread starting =
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            ended.complete(
                                                    catchThrowableOfType(
                                                            Exception.class, server::start)));
            org.awaitility.Awaitility.await().until(() -> !fake.events("start").isEmpty());

            starting.interrupt();

            assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(server.exited().get(10, TimeUnit.SECONDS).asked()).isTrue();
        }
    }

    @Test
    void aFixedPortIsTheOneThatIsUsed() throws Exception {
        int port = freePort();
        try (LlamaServer server = LlamaServer.of(fake.binary(), args().port(port).build())) {
            assertThat(server.baseUrl()).hasToString("http://127.0.0.1:" + port);
            server.start();
            assertThat(server.baseUrl().getPort()).isEqualTo(port);
        }
    }

    @Test
    void aFixedPortThatIsTakenFailsAtOnceAndNamesTheProgram() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LlamaServer server =
                        LlamaServer.of(fake.binary(), args().port(other.getLocalPort()).build())) {
            var error = catchThrowableOfType(ServerException.StartupError.class, server::start);

            assertThat(error.failure().orElseThrow().cause()).isEqualTo(Cause.PORT_IN_USE);
            assertThat(error)
                    .hasMessageContaining("port " + other.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
        }
        assertThat(fake.events()).as("nothing was launched").isEmpty();
    }

    @Test
    void aFixedPortThatIsTakenMeanwhileIsNotReplaced() throws Exception {
        fake.set("tiny", "bind", "refuse");
        try (LlamaServer server = LlamaServer.of(fake.binary(), args().port(freePort()).build())) {
            var error = catchThrowableOfType(ServerException.StartupError.class, server::start);

            assertThat(error.failure().orElseThrow().cause()).isEqualTo(Cause.PORT_IN_USE);
        }
        assertThat(fake.events("start")).hasSize(1);
    }

    @Test
    void anAddressThatIsNotOursIsNoPortInUse() {
        try (LlamaServer server =
                LlamaServer.of(fake.binary(), args().host("192.0.2.7").port(8080).build())) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(ServerException.IoError.class)
                    .hasMessageContaining("cannot listen on 192.0.2.7");
        }
    }

    @Test
    void manyStartsAtOnceWithTheSameObjectMakeOneProcess() throws Exception {
        try (LlamaServer server = llamaServer()) {
            var go = new CountDownLatch(1);
            List<CompletableFuture<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                var launched = new CompletableFuture<Boolean>();
                tries.add(launched);
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        go.await();
                                        var unused = server.launch();
                                        launched.complete(true);
                                    } catch (IllegalStateException | InterruptedException second) {
                                        launched.complete(false);
                                    }
                                });
            }
            go.countDown();

            assertThat(tries.stream().filter(CompletableFuture::join)).hasSize(1);
            org.awaitility.Awaitility.await().until(() -> !fake.events("ready").isEmpty());
            assertThat(fake.events("start")).hasSize(1);
        }
    }

    @Test
    void itsKeyIsDemandedAndSent() throws Exception {
        try (LlamaServer server = llamaServer()) {
            server.start();
            server.chatCompletions(ChatRequest.of("tiny", "?", it -> {}));
            assertThat(fake.events("request").getLast().detail("header.authorization"))
                    .isEqualTo("Bearer " + KEY);
            assertThat(fake.events("start").getFirst().detail("args")).doesNotContain(KEY);
        }
    }

    @Test
    void aServerWithoutAKeyDemandsNone() throws Exception {
        try (LlamaServer server = LlamaServer.of(fake.binary(), args().withoutApiKey().build())) {
            server.start();

            assertThat(server.apiKey()).isEmpty();
            assertThat(server.chatCompletions(ChatRequest.of("tiny", "?", it -> {})).text())
                    .isEqualTo("Tuesday");
            assertThat(fake.events("request").getLast().details())
                    .doesNotContainKey("header.authorization");
        }
    }

    @Test
    void jsonPassesUntouchedAndTheAnswerStreams() throws Exception {
        fake.set("tiny", "tokens", 3);
        try (LlamaServer server = llamaServer()) {
            server.start();
            byte[] body =
                    "{ \"messages\":[{\"role\":\"user\",\"content\":\"?\"}],  \"stream\":true }"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

            try (RawAnswer answer = server.post("/v1/chat/completions", body)) {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/event-stream");
                assertThat(answer.headers().firstValue("X-Fake-Alias")).hasValue("tiny");
                assertThat(
                                new String(
                                        answer.body().readAllBytes(),
                                        java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("data: {")
                        .endsWith("data: [DONE]\n\n");
            }
            assertThat(fake.events("request").getLast().detail("body"))
                    .isEqualTo(new String(body, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void aStreamOfChunksComesAsChunks() throws Exception {
        try (LlamaServer server = llamaServer()) {
            server.start();
            var text = new StringBuilder();
            try (ChatStream stream =
                    server.streamChatCompletions(ChatRequest.of("tiny", "?", it -> {}))) {
                stream.forEachRemaining(chunk -> text.append(chunk.text()));
            }
            assertThat(text).hasToString("Tuesday");
        }
    }

    @Test
    void embeddingsNeedAServerForThem() throws Exception {
        try (LlamaServer chat = llamaServer()) {
            chat.start();
            var refused =
                    catchThrowableOfType(
                            LlmException.class, () -> chat.embeddings(EmbeddingRequest.of("a")));
            assertThat(refused.status()).hasValue(501);
        }
        try (LlamaServer embedding =
                LlamaServer.of(fake.binary(), args().embeddings(true).build())) {
            embedding.start();
            assertThat(embedding.embeddings(EmbeddingRequest.of("a", "b")).data()).hasSize(2);
            try (RawAnswer raw =
                    embedding.embeddings(WireJson.mapper().readTree("{\"input\":\"a\"}"))) {
                assertThat(raw.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anEngineThatIsKnownIsToldInItsOwnWordsAndNothingElse() throws Exception {
        Engine engine = engine(fake);
        LlamaServerArgs.Builder wish = args().serverArg("--no-such-option 3");
        try (LlamaServer server = LlamaServer.of(engine, wish.build())) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(ServerException.StartupError.class)
                    .hasMessageContaining("--no-such-option");
        }
        assertThat(fake.events("start")).isEmpty();

        try (LlamaServer server =
                LlamaServer.of(
                        engine, args().serverArg("-c 512 --hf-token hf_secretsecret").build())) {
            server.start();
            assertThat(fake.events("start").getLast().detail("args"))
                    .contains("-c")
                    .contains("512")
                    .doesNotContain("hf_secretsecret");
            assertThat(server.commandLine()).doesNotContain("hf_secretsecret");
        }
    }

    @Test
    void aSecretAmongTheWordsOfAnUnknownBinaryIsRefused() {
        assertThatThrownBy(
                        () ->
                                LlamaServer.of(
                                        fake.binary(),
                                        args().serverArg("--hf-token hf_secretsecret").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carry a secret")
                .hasMessageNotContaining("hf_secretsecret");
    }

    private static Engine engine(FakeLlamaServer fake) throws InterruptedException {
        var search =
                EngineSearch.of(List.of(), Platform.current().target()).withOption(fake.binary());
        var finder = new EngineFinder(new EngineProbe(), new EngineStore(Path.of("none")));
        return ((EngineFound.Found) finder.find(search)).engine();
    }

    /// Other programs of this machine have theirs beside it.
    private static List<Path> workFoldersOf(long pid) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> all = Files.list(temporary)) {
            return all.filter(p -> p.getFileName().toString().startsWith("recua-llama-server-"))
                    .filter(p -> Files.exists(p.resolve("run/children/" + pid + ".json")))
                    .toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
