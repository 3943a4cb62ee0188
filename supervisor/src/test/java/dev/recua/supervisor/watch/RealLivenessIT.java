package dev.recua.supervisor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.child.HealthProbe;
import dev.recua.supervisor.watch.Liveness.Step;
import dev.recua.supervisor.watch.Liveness.Watched;
import dev.recua.supervisor.watch.Look.Slots;
import dev.recua.supervisor.watch.Verdict.Hung;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The rule and the probe with a real llama-server, because what its `/slots` shows, and when, is
/// nobody else's to tell. Times are scaled as in the chaos test.
@Tag("real")
@Timeout(120)
class RealLivenessIT {

    private static final LivenessPolicy POLICY =
            new LivenessPolicy(
                    Duration.ofMillis(200), 3, Duration.ofSeconds(1), Duration.ofMillis(300));

    private static final String KEY = "watched";

    private int port;
    private Optional<Process> engine = Optional.empty();

    @BeforeEach
    void find() throws IOException {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (engine.isPresent()) engine.get().destroyForcibly().waitFor();
    }

    @Test
    void aLongPromptIsNoHang() throws Exception {
        start("--ctx-size", "32768", "--batch-size", "32", "--ubatch-size", "32");
        try (Socket client = ask("word ".repeat(6000), 4)) {
            List<Step> steps = watch(KEY, Duration.ofSeconds(4));

            assertThat(steps).noneMatch(s -> s.verdict() instanceof Hung);
            assertThat(steps.getLast().watched().seen().orElseThrow().slots())
                    .anyMatch(s -> s.processing() && s.prompt().orElse(0) > 0);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aLongAnswerIsNoHang() throws Exception {
        start("--ctx-size", "32768");
        try (Socket client = ask("hello", 30_000)) {
            List<Step> steps = watch(KEY, Duration.ofSeconds(4));

            assertThat(steps).noneMatch(s -> s.verdict() instanceof Hung);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aStoppedProcessIsAHangWithinThreeLooks() throws Exception {
        Process process = start();
        assertThat(watch(KEY, Duration.ofSeconds(1))).noneMatch(s -> s.verdict() instanceof Hung);

        stop(process);
        List<Step> steps = watch(KEY, Duration.ofSeconds(20));

        assertThat(steps.getLast().verdict()).isInstanceOf(Hung.class);
        assertThat(steps).hasSize(3);
    }

    @Test
    void aServerWithoutSlotsAndAWrongKeyAreUnknown() throws Exception {
        start("--no-slots");

        assertThat(look(KEY).slots()).isEqualTo(new Slots.Unknown("/slots answered 501"));
        assertThat(look("wrong").slots()).isEqualTo(new Slots.Unknown("/slots answered 401"));
    }

    @Test
    void aServerThatMaySleepGoesToSleepAndIsNotWoken() throws Exception {
        start("--sleep-idle-seconds", "1");
        try (LivenessProbe probe =
                new LivenessProbe(url(), Optional.of(KEY), POLICY, Duration.ofSeconds(1))) {
            await().pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> probe.look().slots() instanceof Slots.Asleep);
            for (int i = 0; i < 20; i++)
                assertThat(probe.look()).isEqualTo(Look.of(new Slots.Asleep()));
        }
    }

    private List<Step> watch(String key, Duration time) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        long from = System.nanoTime();
        Watched watched = Liveness.begin(Duration.ZERO);
        try (LivenessProbe probe = new LivenessProbe(url(), Optional.of(key), POLICY)) {
            while (true) {
                Look look = probe.look();
                Duration now = Duration.ofNanos(System.nanoTime() - from);
                Step step = Liveness.next(watched, look, now, POLICY);
                watched = step.watched();
                steps.add(step);
                if (step.verdict() instanceof Hung || now.compareTo(time) > 0) return steps;
                LockSupport.parkNanos(step.pause().toNanos());
            }
        }
    }

    private Look look(String key) throws InterruptedException {
        try (LivenessProbe probe = new LivenessProbe(url(), Optional.of(key), POLICY)) {
            return probe.look();
        }
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The bundled model says that it was trained with 1024 tokens; for a prompt that takes long it
    /// is told otherwise.
    private Process start(String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                RealEngine.path().toString(),
                                "--model",
                                RealEngine.model().toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--parallel",
                                "1",
                                "--threads",
                                "1",
                                "--override-kv",
                                "llama.context_length=int:32768",
                                "--api-key",
                                KEY));
        command.addAll(Arrays.asList(more));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        engine = Optional.of(process);
        await().until(() -> HealthProbe.isReady(port, Duration.ofSeconds(1)));
        return process;
    }

    private Socket ask(String prompt, int tokens) throws IOException {
        String body =
                "{\"prompt\":\"%s\",\"n_predict\":%d,\"ignore_eos\":true}"
                        .formatted(prompt, tokens);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        String request =
                "POST /completion HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer "
                        + KEY
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /// Returns when all its threads stand still: one that runs on another core goes on for a
    /// moment,
    /// and may answer.
    private static void stop(Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.isDirectory(threads)) await().until(() -> allStand(threads));
    }

    private static boolean allStand(Path threads) throws IOException {
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') return false;
            }
            return true;
        }
    }
}
