package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.supervisor.resources.ResourceMeter;
import dev.recua.testkit.RealEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(120)
class RealChildIT {

    @TempDir Path home;

    private Path binary = Path.of("");

    @BeforeEach
    void find() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        binary = RealEngine.path();
    }

    @Test
    void theRealEngineStartsIsReadyAndLeavesWithinTwoSecondsWhenIdle() throws Exception {
        Child child = Child.launch(TinyChild.spec(binary, home));

        assertThat(child.started().get(60, TimeUnit.SECONDS)).isInstanceOf(Ready.class);
        assertThat(HealthProbe.isReady(child.port(), Duration.ofSeconds(5))).isTrue();
        long from = System.nanoTime();
        Exit exit = child.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);

        assertThat(exit.code()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void theRealEngineTellsHowFarItHasLoadedAndItsLinesHaveLevels() throws Exception {
        Child child = Child.launch(TinyChild.spec(binary, home));
        List<StartNews> told = new CopyOnWriteArrayList<>();
        child.onStartNews(told::add);

        assertThat(child.started().get(60, TimeUnit.SECONDS)).isInstanceOf(Ready.class);
        ResourceMeter meter = ResourceMeter.of(child.pid().orElseThrow());
        assertThat(meter.sample().rss().orElseThrow()).isPositive();
        child.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);

        await().untilAsserted(
                        () ->
                                assertThat(told)
                                        .contains(
                                                new StartNews.Progress(
                                                        new LoadProgress("text_model", 1))));
        assertThat(child.lines(200))
                .extracting(LogLine::level)
                .contains(LogLevel.INFO)
                .doesNotContain(LogLevel.ERROR);
        assertThat(meter.sample().rss()).isEmpty();
    }

    @Test
    void aKilledEngineIsSeenAsACrash() throws Exception {
        Child child = Child.launch(TinyChild.spec(binary, home));
        Ready ready = (Ready) child.started().get(60, TimeUnit.SECONDS);

        ProcessHandle.of(ready.pid()).orElseThrow().destroyForcibly();

        Exit exit = child.exited().get(5, TimeUnit.SECONDS);
        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.isCrash()).isTrue();
    }

    @Test
    void aStopWithAnOpenStreamStaysWithinItsGrace() throws Exception {
        Child child = Child.launch(TinyChild.spec(binary, home));
        child.started().get(60, TimeUnit.SECONDS);
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true,\"ignore_eos\":true,\"max_tokens\":400}";
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), child.port())) {
            client.getOutputStream()
                    .write(request(child, body).getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('H');

            long from = System.nanoTime();
            Exit exit = child.stop(Duration.ofSeconds(3)).get(10, TimeUnit.SECONDS);

            assertThat(exit.asked()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aChildEndsByItselfWhenItsLauncherIsKilled() throws Exception {
        long orphan = killedLauncher();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(orphan).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void anOrphanOfAKilledLauncherIsReapedAndAStrangerIsNot() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            ChildRegistry registry = new ChildRegistry(home.resolve("run"));
            ChildRegistry.Entry real = ChildRegistry.Entry.of(stranger.toHandle(), "x", 61, binary);
            registry.add(
                    new ChildRegistry.Entry(
                            real.pid(),
                            real.startedAt().minusSeconds(9),
                            "x",
                            60,
                            "sleep",
                            1L,
                            real.boot()));
            Process orphan = orphan(registry);

            List<Orphans.Reaped> reaped = Orphans.reap(home.resolve("run"));

            assertThat(reaped)
                    .singleElement()
                    .satisfies(r -> assertThat(r.pid()).isEqualTo(orphan.pid()));
            assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(registry.entries()).isEmpty();
        } finally {
            stranger.destroyForcibly();
        }
    }

    /// An engine of which only the notes of a dead gateway know; its stdin stays open, so it does
    /// not end by itself.
    private Process orphan(ChildRegistry registry) throws IOException {
        int port = freePort();
        Process engine =
                new ProcessBuilder(
                                binary.toString(),
                                "--model",
                                RealEngine.model().toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        registry.add(ChildRegistry.Entry.of(engine.toHandle(), "orphan", port, binary));
        await().until(() -> HealthProbe.isReady(port, Duration.ofSeconds(1)));
        return engine;
    }

    /// Starts a launcher JVM, waits until its child is ready, SIGKILLs the JVM and gives the pid
    /// of the child.
    private long killedLauncher() throws Exception {
        Process launcher =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                LauncherMain.class.getName(),
                                binary.toString(),
                                home.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8))) {
            String said = String.valueOf(lines.readLine());
            Matcher pid = Pattern.compile(" pid=(\\d+)").matcher(said);
            assertThat(pid.find()).as(said).isTrue();
            return Long.parseLong(pid.group(1));
        } finally {
            launcher.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String request(Child child, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + child.apiKey()
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }
}
