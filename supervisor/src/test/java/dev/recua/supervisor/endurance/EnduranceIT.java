package dev.recua.supervisor.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.Subscription;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.LlamaServerArgs;
import dev.recua.supervisor.service.LlamaService;
import dev.recua.supervisor.service.ServiceChange;
import dev.recua.supervisor.service.ServicePolicy;
import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server is started and stopped again and again, by itself and as a service; nothing is left.
///
/// `mvn verify -Psoak -Dsoak=cycles` does it ten thousand times (or `-Drecua.cycles=`), 200 of them
/// with the fake, the rest with the real engine, and leaves a page in `target/cycles`.
@Tag("real")
class EnduranceIT {
    private static final int MANY = Integer.getInteger("recua.cycles", 10_000);
    private static final int FEW = MANY / 50;

    /// The fake is a JVM, which takes longer to start than the real engine with the small model.
    private static final int REAL_FOR_EACH_FAKE = 50;

    private static final int OF_A_SERVICE = 100;
    private static final int AT_ONCE = 2;
    private static final int WARM_UP = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    /// Each start and stop would be a line on the console. Held, or its level is forgotten.
    private final Logger log = Logger.getLogger("dev.recua.supervisor");

    private final CycleTimes real = new CycleTimes("`LlamaServer`, real engine");
    private final CycleTimes fake = new CycleTimes("`LlamaServer`, fake engine");
    private final CycleTimes service = new CycleTimes("`LlamaService`, real engine");
    private Path fakeBinary = Path.of("");

    @BeforeEach
    void find() throws IOException {
        log.setLevel(Level.WARNING);
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        assumeThat(Held.DESCRIPTORS).as("only Linux shows them").isDirectory();
        fakeBinary = FakeLlamaServer.install(folder.resolve("fake"), Map.of()).binary();
    }

    @Test
    @Timeout(240)
    void twoHundredStartsAndStopsOfAServerLeaveNothing() throws Exception {
        leavesNothing(() -> serverCycles(FEW));

        told();
    }

    @Test
    @Timeout(120)
    void aHundredStartsAndStopsOfAServiceLeaveNothing() throws Exception {
        leavesNothing(this::serviceCycles);

        told();
    }

    @Test
    @Tag("soak")
    @Tag("soak-cycles")
    @Timeout(2700)
    void tenThousandStartsAndStopsLeaveNothing() throws Exception {
        leavesNothing(() -> serverCycles(MANY));
        leavesNothing(this::serviceCycles);

        told();
    }

    private interface Cycles {
        void run() throws Exception;
    }

    private void leavesNothing(Cycles cycles) throws Exception {
        for (int i = 0; i < WARM_UP; i++) oneServer(RealEngine.path(), new CycleTimes("warm-up"));
        Held before = Held.now();

        cycles.run();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            Held now = Held.now();
                            assertThat(now.isLike(before))
                                    .as("before %s, after %s", before, now)
                                    .isTrue();
                        });
    }

    private void serverCycles(int count) throws Exception {
        int fakes = Math.max(1, count / REAL_FOR_EACH_FAKE);
        List<Callable<Exit>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isFake = i % REAL_FOR_EACH_FAKE == 0 && fake.count() < fakes;
            Path binary = isFake ? fakeBinary : RealEngine.path();
            all.add(() -> oneServer(binary, isFake ? fake : real));
        }
        try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
            // A failure is told at once, not after the other thousands.
            List<Future<Exit>> running = new ArrayList<>();
            for (Callable<Exit> cycle : all) running.add(workers.submit(cycle));
            try {
                for (Future<Exit> cycle : running) cycle.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } finally {
                workers.shutdownNow();
            }
        }
        assertThat(real.count() + fake.count()).isEqualTo(count);
    }

    private static Exit oneServer(Path binary, CycleTimes times) throws Exception {
        long began = System.nanoTime();
        try (LlamaServer server = LlamaServer.of(binary, args())) {
            server.start();
            long ready = System.nanoTime();
            Exit exit = server.stop(Duration.ofSeconds(5)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            times.add(ready - began, System.nanoTime() - began);
            // 0, or 143 when SIGTERM comes before llama-server listens to it.
            assertThat(exit.isCrash()).as("%s", exit).isFalse();
            return exit;
        }
    }

    private void serviceCycles() throws Exception {
        List<ServiceChange> changes = new CopyOnWriteArrayList<>();
        try (LlamaService it =
                LlamaService.of(
                        "endurance",
                        ServicePolicy.DEFAULT,
                        () -> LlamaServer.of(RealEngine.path(), args()))) {
            Subscription listening = it.onChange(changes::add);
            for (int i = 0; i < OF_A_SERVICE; i++) {
                long began = System.nanoTime();
                it.start().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                long ready = System.nanoTime();
                it.stop().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                service.add(ready - began, System.nanoTime() - began);
            }
            assertThat(changes.stream().map(EnduranceIT::named))
                    .containsExactlyElementsOf(wholeLives());
            listening.close();
        }
    }

    /// What a service tells that is started and stopped so often.
    private static List<String> wholeLives() {
        List<String> lives = new ArrayList<>();
        for (int i = 1; i <= OF_A_SERVICE; i++) {
            for (String step : List.of("Starting", "Ready", "Stopping", "Stopped")) {
                lives.add(step + " " + i);
            }
        }
        return lives;
    }

    private static String named(ServiceChange change) {
        long generation =
                switch (change) {
                    case ServiceChange.Starting it -> it.generation();
                    case ServiceChange.Ready it -> it.generation();
                    case ServiceChange.Crashed it -> it.generation();
                    case ServiceChange.Failed it -> it.generation();
                    case ServiceChange.Stopping it -> it.generation();
                    case ServiceChange.Stopped it -> it.generation();
                };
        return change.getClass().getSimpleName() + " " + generation;
    }

    private static LlamaServerArgs args() {
        return LlamaServerArgs.builder()
                .model(RealEngine.model())
                .alias("tiny")
                .contextSize(512)
                .threads(1)
                .build();
    }

    /// Prints the times, and leaves them as a page.
    private void told() throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Starts and stops

                        Milliseconds, %d servers at once, a service by itself; the model is the bundled one. \
                        Threads, descriptors, processes and folders were as before.

                        | | times | median | 95 %% | most |
                        |---|---:|---:|---:|---:|
                        """
                                .formatted(AT_ONCE));
        for (CycleTimes times : List.of(real, fake, service)) {
            if (times.count() > 0) times.rows().forEach(row -> page.append(row).append('\n'));
        }
        System.out.println(page);
        Path file =
                Path.of(System.getProperty("basedir", ""))
                        .resolve("target/cycles")
                        .resolve(
                                "%s-cycles-%d.md"
                                        .formatted(
                                                LocalDate.now(ZoneOffset.UTC),
                                                real.count() + fake.count() + service.count()));
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, page);
    }
}
