package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerException;
import dev.recua.supervisor.watch.LivenessPolicy;
import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LlamaServiceIT {
    /// Fiftieths of the usual times.
    private static final ServicePolicy QUICK =
            new ServicePolicy(
                    new RestartPolicy(
                            5,
                            Duration.ofMillis(20),
                            Duration.ofMillis(600),
                            0,
                            Duration.ofSeconds(30)),
                    new LivenessPolicy(
                            Duration.ofMillis(200),
                            3,
                            Duration.ofSeconds(5),
                            Duration.ofMillis(300)),
                    Duration.ofSeconds(2));

    @TempDir Path home;

    private final List<LlamaService> services = new ArrayList<>();
    private final List<String> path = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void endThem() {
        services.forEach(LlamaService::close);
    }

    @Test
    void aKilledServerComesBack() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(home.resolve("fake"), Map.of());
        comesBackAfterAKill(fake.binary());
        assertThat(fake.events("start")).hasSize(2);
    }

    @Test
    @Tag("real")
    void aKilledRealServerComesBack() throws Exception {
        comesBackAfterAKill(realEngine());
    }

    private void comesBackAfterAKill(Path binary) throws Exception {
        LlamaService service = service(binary);
        service.start().get(60, TimeUnit.SECONDS);
        Server first = service.server().orElseThrow();

        kill(first);
        await().until(
                        () ->
                                status(service) == LlamaServiceStatus.READY
                                        && service.server().filter(s -> s != first).isPresent());

        assertThat(path).containsExactly("starting", "ready", "crashed", "starting", "ready");
        LlamaServiceState state = service.getState();
        assertThat(state.retries()).isEqualTo(1);
        assertThat(state.lastError()).isNull();
        assertThat(first.exited()).isCompleted();
    }

    @Test
    void aServerThatAlwaysEndsWithOneIsRestartedFiveTimesAndGivenUpWithItsCause() throws Exception {
        FakeLlamaServer fake =
                FakeLlamaServer.install(
                        home.resolve("fake"), Map.of("exitAtStart", 1, "stderr", "no good reason"));
        LlamaService service = service(fake.binary());

        Throwable failed = catchThrowable(() -> service.start().get(60, TimeUnit.SECONDS));

        assertThat(failed).hasCauseInstanceOf(ServerException.StartupError.class);
        assertThat(fake.events("start")).hasSize(6);
        LlamaServiceState state = service.getState();
        assertThat(state.status()).isEqualTo(LlamaServiceStatus.ERROR);
        assertThat(state.lastError()).contains("no good reason").endsWith("(5 retries)");
        assertThat(state.retries()).isEqualTo(5);
    }

    @Test
    @Tag("real")
    void aServerThatIsReadyAndDiesEachTimeIsGivenUpAfterFiveRestarts() throws Exception {
        LlamaService service = service(realEngine());
        service.onChange(
                change -> {
                    if (change instanceof ServiceChange.Ready ready) kill(ready.server());
                });

        service.start().get(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status(service) == LlamaServiceStatus.ERROR);

        assertThat(path.stream().filter("ready"::equals)).hasSize(6);
        assertThat(service.getState().lastError()).contains("SIGKILL").endsWith("(5 retries)");
    }

    @Test
    @Tag("real")
    void aServerThatHangsIsKilledAndComesBack() throws Exception {
        LlamaService service = service(realEngine());
        service.start().get(60, TimeUnit.SECONDS);
        Server first = service.server().orElseThrow();
        List<String> causes = Collections.synchronizedList(new ArrayList<>());
        service.onChange(
                change -> {
                    if (change instanceof ServiceChange.Crashed crashed)
                        causes.add(crashed.cause());
                });

        new ProcessBuilder("kill", "-STOP", Long.toString(first.pid().orElseThrow()))
                .start()
                .waitFor();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.server().filter(s -> s != first).isPresent());

        assertThat(path).containsExactly("starting", "ready", "crashed", "starting", "ready");
        assertThat(causes)
                .hasSize(1)
                .first()
                .asString()
                .contains("/health failed 3 times in a row");
        assertThat(ProcessHandle.of(first.pid().orElseThrow())).isEmpty();
    }

    @Test
    void aStopWhileItWaitsForARestartMeansNoFurtherStart() throws Exception {
        FakeLlamaServer fake =
                FakeLlamaServer.install(home.resolve("fake"), Map.of("exitAtStart", 1));
        var slow =
                new RestartPolicy(
                        5,
                        Duration.ofMillis(300),
                        Duration.ofMillis(600),
                        0,
                        Duration.ofSeconds(30));
        LlamaService service =
                service(
                        fake.binary(),
                        new ServicePolicy(slow, QUICK.liveness(), QUICK.stopGrace()));
        CompletableFuture<Void> start = service.start();
        await().until(() -> status(service) == LlamaServiceStatus.CRASHED);

        service.stop().get(5, TimeUnit.SECONDS);

        assertThat(start).isCompletedExceptionally();
        assertThat(status(service)).isEqualTo(LlamaServiceStatus.INITIAL);
        await().during(Duration.ofMillis(700)).until(() -> fake.events("start").size() == 1);
    }

    @Test
    @Tag("real")
    void theConfigurationOfASourceStartsARealServerOnItsPort() throws Exception {
        LlamaServerConfig config = config(realEngine()).build();
        LlamaService service = watched(new LlamaService(config));

        service.start().get(60, TimeUnit.SECONDS);
        await().until(() -> !service.getState().models().isEmpty());

        LlamaServiceState state = service.getState();
        assertThat(service.server().orElseThrow().baseUrl())
                .hasHost("127.0.0.1")
                .hasPort(config.port());
        assertThat(state.adopted()).isFalse();
        assertThat(state.models().getFirst().id()).isEqualTo("recua-tiny-3m-instruct-q8_0");
        assertThat(state.models().getFirst().size()).isEqualTo(Files.size(RealEngine.model()));
        assertThat(state.models().getFirst().type()).isEqualTo("chat");
        assertThat(state.models().getFirst().modifiedAt()).isPositive();
        service.stop().get(10, TimeUnit.SECONDS);
        assertThat(path).containsExactly("starting", "ready", "stopping", "initial");
    }

    @Test
    @Tag("real")
    void aServerThatRunsAlreadyIsUsedAndNeverEnded() throws Exception {
        LlamaServerConfig config = config(realEngine()).withoutApiKey().build();
        LlamaService owner = new LlamaService(config);
        services.add(owner);
        owner.start().get(60, TimeUnit.SECONDS);
        Server owned = owner.server().orElseThrow();
        LlamaService guest = watched(new LlamaService(config));

        guest.start().get(60, TimeUnit.SECONDS);

        assertThat(guest.getState().adopted()).isTrue();
        assertThat(guest.server().orElseThrow().pid()).isEqualTo(owned.pid());
        await().until(() -> guest.getState().models().size() == 1);
        assertThat(guest.getState().models().getFirst().size())
                .isEqualTo(Files.size(RealEngine.model()));
        guest.stop().get(10, TimeUnit.SECONDS);
        assertThat(owned.exited()).isNotDone();

        guest.start().get(60, TimeUnit.SECONDS);
        owner.stop().get(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> guest.server().filter(s -> !s.adopted()).isPresent());
        assertThat(path).endsWith("ready", "crashed", "starting", "ready");
    }

    @Test
    void aServerThatRunsAlreadyWithAKeyThatIsNotKnownIsUsedWithAWarning() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(home.resolve("fake"), Map.of());
        LlamaServerConfig config = config(fake.binary()).build();
        LlamaService owner = new LlamaService(config);
        services.add(owner);
        owner.start().get(60, TimeUnit.SECONDS);
        Logger logger = Logger.getLogger(LlamaService.class.getName());
        List<String> said = new CopyOnWriteArrayList<>();
        logger.setFilter(
                record -> {
                    said.add(record.getLevel() + " " + record.getMessage());
                    return true;
                });
        try {
            LlamaService guest = watched(new LlamaService(config));
            guest.start().get(60, TimeUnit.SECONDS);
            assertThat(guest.getState().adopted()).isTrue();
        } finally {
            logger.setFilter(null);
        }

        assertThat(said)
                .filteredOn(line -> line.contains("127.0.0.1:" + config.port()))
                .anyMatch(line -> line.startsWith("WARNING") && line.contains("another key"));
    }

    @Test
    void anotherProgramOnThePortIsAnErrorThatNamesIt() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(home.resolve("fake"), Map.of());
        try (ServerSocket other = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            LlamaServerConfig config =
                    config(fake.binary())
                            .port(other.getLocalPort())
                            .healthCheckTimeout(Duration.ofMillis(300))
                            .build();
            LlamaService service = watched(new LlamaService(config));

            ServerException failed = failure(service);

            assertThat(failed.failure().orElseThrow().cause()).isEqualTo(Cause.PORT_IN_USE);
            assertThat(failed.failure().orElseThrow().message())
                    .contains("127.0.0.1:" + other.getLocalPort())
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(path).containsExactly("starting", "error");
            assertThat(fake.events("start")).isEmpty();
        }
    }

    @Test
    void aMissingBinaryFailsAtOnceAndSaysWhere() throws Exception {
        LlamaService service =
                watched(new LlamaService(config(home.resolve("no-such-llama-server")).build()));

        ServerException failed = failure(service);

        assertThat(failed).isInstanceOf(ServerException.IoError.class);
        assertThat(failed.failure().orElseThrow().cause()).isEqualTo(Cause.BINARY_NOT_FOUND);
        assertThat(failed.failure().orElseThrow().message())
                .contains("no-such-llama-server does not exist");
        assertThat(path).containsExactly("starting", "error");
    }

    @Test
    void aMissingModelFailsAtOnceAsModelNotFound() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(home.resolve("fake"), Map.of());
        LlamaServerConfig config =
                config(fake.binary()).modelPath(home.resolve("no-model.gguf")).build();

        ServerException failed = failure(watched(new LlamaService(config)));

        assertThat(failed)
                .isInstanceOf(ServerException.ModelNotFound.class)
                .hasMessageContaining("no-model.gguf");
        assertThat(fake.events("start")).isEmpty();
    }

    @Test
    @Tag("real")
    void anArgumentThatTheEngineDoesNotKnowFailsAtOnceAndIsNamed() throws Exception {
        LlamaServerConfig config =
                config(realEngine()).serverArgs(List.of("--no-such-flag")).build();

        ServerException failed = failure(watched(new LlamaService(config)));

        assertThat(failed.failure().orElseThrow().cause()).isEqualTo(Cause.UNKNOWN_FLAG);
        assertThat(failed.failure().orElseThrow().message()).contains("--no-such-flag");
    }

    @Test
    void aServiceThatOpensStartsByItself() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(home.resolve("fake"), Map.of());
        LlamaService service = LlamaService.open(config(fake.binary()).build());
        services.add(service);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status(service) == LlamaServiceStatus.READY);
    }

    @Test
    void aServerThatIgnoresSigtermIsKilledAfterTheGrace() throws Exception {
        FakeLlamaServer fake =
                FakeLlamaServer.install(home.resolve("fake"), Map.of("ignoreTerm", true));
        LlamaService service = service(fake.binary());
        service.start().get(60, TimeUnit.SECONDS);
        Server server = service.server().orElseThrow();
        long from = System.nanoTime();

        service.stop().get(10, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
        assertThat(server.exited().get().code()).isEqualTo(137);
    }

    @Test
    void fiftyThreadsThatStartAtOnceCauseOneLaunch() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(home.resolve("fake"), Map.of());
        LlamaService service = service(fake.binary());
        List<CompletableFuture<Void>> starts = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++)
            callers.add(Thread.ofVirtual().start(() -> starts.add(service.start())));
        for (Thread caller : callers) caller.join();

        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(fake.events("start")).hasSize(1);
    }

    private static LlamaServiceStatus status(LlamaService service) {
        return service.getState().status();
    }

    private static ServerException failure(LlamaService service) {
        Throwable failed =
                catchThrowable(() -> service.start().orTimeout(30, TimeUnit.SECONDS).join());
        assertThat(failed).isInstanceOf(CompletionException.class);
        return (ServerException) failed.getCause();
    }

    private static void kill(Server server) {
        ProcessHandle.of(server.pid().orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Path realEngine() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        return RealEngine.path();
    }

    private LlamaService service(Path binary) {
        return service(binary, QUICK);
    }

    private LlamaService service(Path binary, ServicePolicy policy) {
        return watched(LlamaService.of("tiny", policy, () -> LlamaServer.of(spec(binary))));
    }

    private LlamaService watched(LlamaService service) {
        services.add(service);
        service.onStateChange(
                state -> {
                    String wire = state.status().wire();
                    if (path.isEmpty() || !path.getLast().equals(wire)) path.add(wire);
                });
        return service;
    }

    private ChildSpec spec(Path binary) {
        return new ChildSpec(
                "tiny",
                binary,
                port ->
                        List.of(
                                "--model", RealEngine.model().toString(),
                                "--host", "127.0.0.1",
                                "--port", Integer.toString(port),
                                "--alias", "tiny",
                                "--ctx-size", "512"),
                Map.of(),
                Optional.empty(),
                ChildLimits.DEFAULT,
                home.resolve("config"),
                home.resolve("run"));
    }

    private static LlamaServerConfig.Builder config(Path binary) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return LlamaServerConfig.builder()
                    .port(free.getLocalPort())
                    .serverPath(binary)
                    .modelPath(RealEngine.model())
                    .ctxSize(512);
        }
    }
}
