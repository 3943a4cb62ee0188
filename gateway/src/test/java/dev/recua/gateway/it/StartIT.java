package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Starts that go another way than the first one: nothing to talk to, nothing to start with, and
/// things in the way.
class StartIT {
    /// Where an engine may be found whatever the `PATH` says.
    private static final List<String> ALSO_SEARCHED =
            List.of(
                    "/usr/local/bin",
                    "/usr/bin",
                    "/opt/homebrew/bin",
                    "/home/linuxbrew/.linuxbrew/bin",
                    "/snap/bin");

    @TempDir private Path home;
    private PackagedRecua recua;

    @BeforeEach
    void freshUser() {
        recua = PackagedRecua.in(home);
    }

    @Nested
    class WithoutAGateway {
        @Test
        @NeedsRealEngine
        void runStartsOneForItselfAndLeavesNothingBehind() {
            PackagedRecua user = recua.engine(RealEngine.path());

            Ended ended = user.run("run", "recua-tiny", "--temperature", "0", Caller.MONDAY);

            assertThat(ended.expect(0).out()).isEqualTo("Tuesday.\n");
            assertThat(user.recuaHome().resolve("run/gateway.json")).doesNotExist();
            assertThat(FolderListing.of(user.recuaHome()))
                    .noneMatch(line -> line.startsWith("run/children/"));
        }

        @Test
        void lsEndsWith3AndSaysHowToStartOne() throws IOException {
            Ended ended = recua.run("ls", "--url", "http://127.0.0.1:" + freePort()).expect(3);

            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains("recua serve");
        }

        @Test
        void versionIsToldAllTheSame() throws IOException {
            Ended ended = recua.run("version", "--url", "http://127.0.0.1:" + freePort());

            assertThat(ended.expect(0).out()).startsWith("recua ").contains("Java");
        }
    }

    @Nested
    class Configuration {
        private static final String THREE_PROBLEMS =
                """
                listen: 127.0.0.1
                max-bodi: 1MiB
                queue: {max-wait: soon}
                """;

        @Test
        void checkOfNoFileEndsWith0() {
            assertThat(recua.run("config", "check").expect(0).out()).contains("valid");
        }

        @Test
        void checkOfAGoodFileEndsWith0() {
            recua.config("max-body: 1MiB\n").run("config", "check").expect(0);
        }

        @Test
        void checkOfABadFileEndsWith5AndTellsEveryProblemWithItsLine() {
            Ended ended = recua.config(THREE_PROBLEMS).run("config", "check").expect(5);

            assertThat(ended.out())
                    .contains("config.yaml:1")
                    .contains("config.yaml:2")
                    .contains("max-body")
                    .contains("config.yaml:3")
                    .contains("3 problems");
        }

        @Test
        void serveWithABadFileEndsWith5AndStartsNothing() {
            Ended ended = recua.config(THREE_PROBLEMS).run("serve", "--listen", "127.0.0.1:0");

            assertThat(ended.expect(5).out()).doesNotContain("is ready");
            assertThat(ended.err()).contains("config.yaml:2").contains("max-bodi");
            assertThat(FolderListing.of(recua.recuaHome()))
                    .as("home")
                    .noneMatch(line -> line.startsWith("run/gateway.json"))
                    .noneMatch(line -> line.startsWith("run/children/"));
        }
    }

    @Test
    void aPortThatIsInUseEndsWith7AndIsNamed() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();

            Ended ended = recua.run("serve", "--listen", address).expect(7);

            assertThat(ended.out()).doesNotContain("is ready");
            assertThat(ended.err()).contains(address);
            assertThat(recua.recuaHome().resolve("run/gateway.json")).doesNotExist();
        }
    }

    @Test
    void anAddressForOthersNeedsAKey() {
        Ended ended = recua.run("serve", "--listen", "0.0.0.0:0").expect(5);

        assertThat(ended.err()).contains("api-key").contains("insecure");
    }

    @Test
    void withoutAnEngineItServesAndSaysWhy() throws IOException {
        assumeFalse(
                ALSO_SEARCHED.stream()
                        .anyMatch(folder -> Files.exists(Path.of(folder, "llama-server"))),
                "this machine has a llama-server that is always found");
        Path empty = Files.createDirectory(home.resolve("no-programs"));
        PackagedRecua user =
                recua.config("engine: {install: never}\n")
                        .with("PATH", empty.toString())
                        .without("RECUA_OFFLINE");
        try (RunningGateway gateway = user.serve()) {
            Caller caller = gateway.caller();

            Answer answer = caller.chat("recua-tiny", Caller.MONDAY).expect(503);

            JsonNode error = answer.error();
            assertThat(error.path("code").asString()).isEqualTo("engine_missing");
            assertThat(error.path("type").asString()).isEqualTo("unavailable_error");
            assertThat(error.path("message").asString()).contains(empty.toString());
            assertThat(answer.header("x-should-retry")).isEqualTo("false");
            assertThat(gateway.output()).contains("llama-server").contains("--engine");
            assertThat(caller.get("/health").expect(200).body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(caller.modelIds()).containsExactly("recua:3m-instruct");
            assertThat(user.run("run", "recua-tiny", Caller.MONDAY).expect(6).out()).isEmpty();
        }
    }

    @Test
    @NeedsRealEngine
    void aStoppedGatewayLeavesNothingRunningAndNoNote() {
        PackagedRecua user = recua.engine(RealEngine.path());
        RunningGateway gateway = user.serve();
        try (gateway) {
            gateway.caller().chat("recua-tiny", Caller.MONDAY).expect(200);
            assertThat(gateway.children()).hasSize(1);
            assertThat(user.recuaHome().resolve("run/gateway.json")).exists();
        }
        assertThat(user.recuaHome().resolve("run/gateway.json")).doesNotExist();
        assertThat(FolderListing.of(user.recuaHome()))
                .noneMatch(line -> line.startsWith("run/children/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    @NeedsRealEngine
    void eitherSignalEndsServeWithItsEngine(String signal) {
        PackagedRecua user = recua.engine(RealEngine.path());
        try (RunningGateway gateway = user.serve()) {
            gateway.caller().chat("recua-tiny", Caller.MONDAY).expect(200);
            var children = gateway.children();
            assertThat(children).hasSize(1);

            assertThat(gateway.endBy(signal)).isZero();

            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
        assertThat(user.recuaHome().resolve("run/gateway.json")).doesNotExist();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
