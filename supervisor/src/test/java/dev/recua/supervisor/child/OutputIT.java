package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What real processes say, and what they leave behind.
@Timeout(90)
class OutputIT {

    private static final Duration GRACE = Duration.ofSeconds(2);

    @TempDir Path folder;

    private final List<Child> launched = new ArrayList<>();

    @AfterEach
    void leaveNothing() {
        launched.forEach(Child::kill);
        for (Child child : launched) {
            assertThat(child.exited()).as("end").succeedsWithin(Duration.ofSeconds(5));
        }
    }

    /// How fast the child gets rid of it depends on what else the machine does; the figure is
    /// printed, and the bound is for the slowest.
    @Test
    void aFloodOfAHundredMegabytesASecondHoldsNeitherTheChildNorOthersUp() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        fake.set("alpha", "flood", 100_000_000);
        fake.set("alpha", "floodLine", 4000);
        Child quiet = launch("beta", fake.binary(), ChildLimits.DEFAULT);
        assertThat(quiet.started().get(30, TimeUnit.SECONDS)).isInstanceOf(Ready.class);
        long p50Before = p50(quiet);
        Child loud = launch("alpha", fake.binary(), ChildLimits.DEFAULT);
        CountDownLatch told = new CountDownLatch(1);
        loud.onLine(
                line -> {
                    if (line.text().contains("lines lost: the engine said")) told.countDown();
                });
        Ready ready = (Ready) loud.started().get(30, TimeUnit.SECONDS);
        await().until(() -> loud.droppedLines() > 0);
        long heapBefore = usedHeap();

        long from = System.nanoTime();
        long written = written(ready.pid());
        long p50During = 0;
        while (System.nanoTime() - from < 3_000_000_000L) p50During = p50(quiet);
        double seconds = (System.nanoTime() - from) / 1e9;
        double megabytes = (written(ready.pid()) - written) / 1e6 / seconds;
        long heap = usedHeap() - heapBefore;

        System.out.printf(
                "measured: flood %.0f MB/s, p50 of another child %d us before and %d us during,"
                        + " heap %+d KiB, %d lines lost%n",
                megabytes, p50Before / 1000, p50During / 1000, heap / 1024, loud.droppedLines());
        assertThat(megabytes).as("MB/s that the child got rid of").isGreaterThan(20);
        assertThat(p50During).isLessThan(2 * p50Before + 5_000_000);
        assertThat(heap).isLessThan(48L * 1024 * 1024);
        assertThat(HealthProbe.isReady(loud.port(), Duration.ofSeconds(5))).isTrue();
        assertThat(loud.lastLines(200)).hasSize(200);
        assertThat(told.await(5, TimeUnit.SECONDS)).as("the number of lost lines").isTrue();
        assertThat(loud.stop(GRACE).get(10, TimeUnit.SECONDS).code()).isZero();
        assertThat(Files.size(folder.resolve("logs/alpha.log")))
                .isLessThan(LogFile.ROTATE_AT + 100_000);
    }

    @Test
    void aListenerThatSleepsHoldsNeitherTheChildNorOtherListenersUp() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        fake.set("*", "flood", 20_000_000);
        fake.set("*", "floodLine", 4000);
        Child child = launch("alpha", fake.binary(), ChildLimits.DEFAULT);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        child.onLine(
                line -> {
                    waitFor(goOn);
                    if (line.text().contains("this listener was slow")) told.countDown();
                });
        AtomicLong heard = new AtomicLong();
        child.onLine(line -> heard.addAndGet(line.text().length()));

        assertThat(child.started().get(30, TimeUnit.SECONDS)).isInstanceOf(Ready.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.get() > 10_000_000);
        goOn.countDown();

        assertThat(told.await(10, TimeUnit.SECONDS)).as("told what it missed").isTrue();
        assertThat(child.stop(GRACE).get(10, TimeUnit.SECONDS).code()).isZero();
    }

    @Test
    void linesComeWithTheirLevelAndTheEndOfTheChildEndsTheListening() throws Exception {
        Path engine =
                script(
                        """
                        sleep 0.3
                        echo '0.00.001.000 I srv  one' >&2
                        echo '0.00.002.000 E srv  two' >&2
                        sleep 0.1
                        echo 'three'
                        exit 3
                        """);
        Child child = launch("alpha", engine, ChildLimits.DEFAULT);
        List<LogLine> heard = new CopyOnWriteArrayList<>();
        child.onLine(heard::add);

        assertThat(child.exited().get(10, TimeUnit.SECONDS).code()).isEqualTo(3);

        await().until(() -> heard.size() == 3);
        assertThat(heard)
                .extracting(LogLine::level)
                .containsExactly(LogLevel.INFO, LogLevel.ERROR, LogLevel.DEBUG);
        assertThat(child.lines(10)).isEqualTo(heard);
    }

    @Test
    void progressIsToldWhileItLoadsAndNeverMadeUp() throws Exception {
        Path engine =
                script(
                        """
                        echo 'cmd_child_to_router:state:{"state":"loading","payload":{"stages":["text_model"],"current":"text_model","value":0.5}}'
                        sleep 60
                        """);
        Child child = launch("alpha", engine, ChildLimits.DEFAULT);

        await().until(() -> child.progress().isPresent());

        assertThat(child.progress()).hasValue(new LoadProgress("text_model", 0.5));
        List<StartNews> late = new CopyOnWriteArrayList<>();
        child.onStartNews(late::add);
        await().untilAsserted(
                        () ->
                                assertThat(late)
                                        .containsExactly(
                                                new StartNews.Progress(
                                                        new LoadProgress("text_model", 0.5))));
        child.stop(GRACE).get(10, TimeUnit.SECONDS);
        assertThat(child.progress()).isEmpty();
    }

    @Test
    void aLongStartIsToldOnceWithTheLastLine() throws Exception {
        Path engine = script("echo '0.00.001.000 I srv  reading the disk' >&2\nsleep 60\n");
        Child child =
                launch("alpha", engine, ChildLimits.DEFAULT.withNotice(Duration.ofMillis(700)));
        List<StartNews> told = new CopyOnWriteArrayList<>();
        child.onStartNews(told::add);

        await().until(() -> !told.isEmpty());

        assertThat(told)
                .containsExactly(
                        new StartNews.StillStarting(
                                Duration.ofMillis(700),
                                Optional.of("0.00.001.000 I srv  reading the disk")));
        assertThat(child.progress()).isEmpty();
        child.stop(GRACE).get(10, TimeUnit.SECONDS);
        assertThat(told).hasSize(1);
    }

    @Test
    void aStopWithoutAnyGraceKillsAtOnce() throws Exception {
        Path engine = script("trap '' TERM\necho ready >&2\nwhile :; do sleep 1; done\n");
        Child child = launch("alpha", engine, ChildLimits.DEFAULT);
        await().until(() -> child.lastLines(1).contains("ready"));

        assertThat(child.stop(Duration.ZERO).get(5, TimeUnit.SECONDS).code()).isEqualTo(137);
    }

    @Test
    void aGrandchildThatLeftTheSessionAndLostItsParentEndsWithTheChild() throws Exception {
        for (boolean crash : new boolean[] {false, true}) {
            Path pid = folder.resolve("pid-" + crash);
            Path engine =
                    script(
                            "setsid sh -c 'sleep 600 >/dev/null 2>&1 & echo $! >"
                                    + pid
                                    + "'\necho ready >&2\nsleep 600\n");
            Child child = launch("alpha", engine, ChildLimits.DEFAULT);
            await().until(() -> child.lastLines(1).contains("ready"));
            ProcessHandle stray =
                    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
            assertThat(stray.isAlive()).isTrue();
            assertThat(stray.parent().map(ProcessHandle::pid))
                    .isNotEqualTo(Optional.of(child.pid().orElseThrow()));

            if (crash) ProcessHandle.of(child.pid().orElseThrow()).orElseThrow().destroyForcibly();
            else child.kill();

            child.exited().get(10, TimeUnit.SECONDS);
            await().until(() -> !stray.isAlive());
        }
    }

    /// The middle of 101 answers of its `/health`, in nanoseconds.
    private static long p50(Child child) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            long from = System.nanoTime();
            assertThat(HealthProbe.isReady(child.port(), Duration.ofSeconds(5))).isTrue();
            times.add(System.nanoTime() - from);
            LockSupport.parkNanos(1_000_000);
        }
        return times.stream().sorted().toList().get(50);
    }

    /// Bytes that a process has written until now.
    private static long written(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                .findFirst()
                .orElseThrow();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Path script(String body) throws IOException {
        Path file = Files.createTempFile(folder, "engine", ".sh");
        Files.writeString(file, "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Child launch(String model, Path binary, ChildLimits limits) {
        ChildSpec spec =
                new ChildSpec(
                        model,
                        binary,
                        port -> List.of("--port", Integer.toString(port), "--alias", model),
                        Map.of(),
                        Optional.of(folder.resolve("logs/" + model + ".log")),
                        limits,
                        folder.resolve("config"),
                        folder.resolve("run"));
        Child child = Child.launch(spec);
        launched.add(child);
        return child;
    }
}
