package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ChildLogTest {

    private static final ChildLog.Heard NOBODY =
            new ChildLog.Heard() {
                @Override
                public void line(String text) {}

                @Override
                public void progress(LoadProgress progress) {}
            };

    @TempDir Path folder;

    @Test
    void onlyTheLastLinesAreKeptAndLongOnesAreCutWithTheirSize() throws Exception {
        StringBuilder said = new StringBuilder();
        for (int i = 1; i <= 300; i++) said.append("line ").append(i).append('\n');
        said.append("y".repeat(10_000)).append('\n');

        ChildLog log =
                drained(said.toString(), new LogMask(List.of()), LogFile.open(Optional.empty()));

        assertThat(log.lastTexts(1000)).hasSize(ChildLog.KEPT);
        assertThat(log.lastTexts(2).getFirst()).isEqualTo("line 300");
        assertThat(log.lastTexts(1).getFirst()).startsWith("yyy").endsWith(" … (5904 more bytes)");
    }

    @Test
    void secretsAndTheRouterProtocolNeverReachTheLog() throws Exception {
        LogMask secrets = new LogMask(List.of("0123abcd"));
        String said =
                "key 0123abcd, Authorization: Bearer xyz, hf_abcdefghij\ncmd_child_to_router:state:{}\n";

        ChildLog log = drained(said, secrets, LogFile.open(Optional.empty()));

        assertThat(log.lastTexts(10)).containsExactly("key ***, Authorization: Bearer ***, ***");
    }

    @Test
    void aLogFileRotatesBySize() {
        Path file = folder.resolve("logs/a.log");
        try (LogFile log = LogFile.open(Optional.of(file), 100)) {
            for (int i = 0; i < 30; i++) log.write("0123456789");
        }

        await().until(() -> Files.exists(file.resolveSibling("a.log.1")));
        await().untilAsserted(() -> assertThat(file.resolveSibling("a.log.1")).hasSize(110));
    }

    @Test
    @EnabledIf("hasFullDisk")
    void aFullDiskLosesLinesAndCountsThem() {
        try (LogFile log = LogFile.open(Optional.of(Path.of("/dev/full")))) {
            for (int i = 0; i < 5; i++) log.write("line");

            await().until(() -> log.dropped() > 0);
        }
    }

    static boolean hasFullDisk() {
        return Files.exists(Path.of("/dev/full"));
    }

    @Test
    void beyondTheBudgetOfASecondLinesAreCountedAndTheLastAreStillThere() throws Exception {
        Path file = folder.resolve("flood.log");
        StringBuilder said = new StringBuilder();
        for (int i = 1; i <= 50_000; i++) said.append("line ").append(i).append('\n');
        ChildLog log;
        try (LogFile to = LogFile.open(Optional.of(file))) {
            log = drained(said.toString(), new LogMask(List.of()), to);
        }

        assertThat(log.lost()).isEqualTo(50_000 - ChildLog.LINES_A_SECOND - RawTail.LINES);
        assertThat(log.last(1)).extracting(LogLine::text).containsExactly("line 50000");
        assertThat(log.lastTexts(1000))
                .hasSize(ChildLog.KEPT)
                .contains("line 49802")
                .first()
                .isEqualTo(
                        "(39801 lines lost: the engine said more than 10000 lines or 4 MiB in a second)");
        await().untilAsserted(
                        () ->
                                assertThat(Files.readAllLines(file))
                                        .hasSize(ChildLog.LINES_A_SECOND + 1 + RawTail.LINES)
                                        .contains("line 10000")
                                        .endsWith("line 49999", "line 50000"));
    }

    @Test
    void anErrorInAFloodIsReadWithWhatCameRightBefore() throws Exception {
        String flood = "0.00.000.001 I srv  noise\n".repeat(20_000);
        String said = flood + "0.00.000.002 I before\n0.00.000.003 E srv  broken\n" + flood;
        List<LogLine> heard = new CopyOnWriteArrayList<>();
        ChildLog log = log(LogFile.open(Optional.empty()), new LogMask(List.of()), NOBODY);
        log.onLine(
                line -> {
                    if (!line.text().endsWith("noise")) heard.add(line);
                });

        pump(log, said);

        await().untilAsserted(
                        () ->
                                assertThat(heard)
                                        .extracting(LogLine::level)
                                        .contains(LogLevel.ERROR));
        assertThat(heard)
                .extracting(LogLine::text)
                .containsSubsequence("0.00.000.002 I before", "0.00.000.003 E srv  broken");
        assertThat(log.lost()).isPositive();
    }

    @Test
    void whatWasSkippedIsReadWhenTheFloodIsOver() throws Exception {
        ChildLog log = log(LogFile.open(Optional.empty()), new LogMask(List.of()), NOBODY);
        CountDownLatch last = new CountDownLatch(1);
        log.onLine(
                line -> {
                    if (line.text().equals("the last")) last.countDown();
                });
        PipedOutputStream child = new PipedOutputStream();
        log.pump(new PipedInputStream(child, 1 << 20), EngineLine.Stream.STDERR, "pump");

        child.write("noise\n".repeat(15_000).getBytes(StandardCharsets.UTF_8));
        child.write("the last\n".getBytes(StandardCharsets.UTF_8));
        child.flush();

        assertThat(last.await(10, TimeUnit.SECONDS)).as("heard while the stream is open").isTrue();
        child.close();
    }

    @Test
    void aSecretInASkippedLineIsMaskedToo() throws Exception {
        String said = "noise\n".repeat(15_000) + "key 0123abcd\n";

        ChildLog log =
                drained(said, new LogMask(List.of("0123abcd")), LogFile.open(Optional.empty()));

        assertThat(log.lastTexts(1)).containsExactly("key ***");
    }

    @Test
    void progressIsTakenFromStdoutAndStaysOutOfTheLog() throws Exception {
        List<LoadProgress> told = new ArrayList<>();
        ChildLog.Heard heard =
                new ChildLog.Heard() {
                    @Override
                    public void line(String text) {}

                    @Override
                    public void progress(LoadProgress progress) {
                        told.add(progress);
                    }
                };
        ChildLog log = log(LogFile.open(Optional.empty()), new LogMask(List.of()), heard);

        pump(
                log,
                "cmd_child_to_router:state:{\"state\":\"loading\",\"payload\":{\"stages\":[\"text_model\"],\"current\":\"text_model\",\"value\":0.25}}\n");

        assertThat(told).containsExactly(new LoadProgress("text_model", 0.25));
        assertThat(log.last(10)).isEmpty();
    }

    @Test
    void theLoggerOfTheModelIsSilentUntilItIsOpenedAndThenKnowsTheLevels() throws Exception {
        Logger logger = Logger.getLogger("llama_server.alpha");
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler capture = capture(records);
        logger.addHandler(capture);
        logger.setUseParentHandlers(false);
        String said = "0.00.1.2 I one\n0.00.1.2 W two {0}\n0.00.1.2 E three\n0.00.1.2 D four\n";
        try {
            drained(said, new LogMask(List.of()), LogFile.open(Optional.empty()));
            logger.setLevel(Level.FINE);
            drained(said, new LogMask(List.of()), LogFile.open(Optional.empty()));

            await().until(() -> records.size() == 4);
            assertThat(records)
                    .extracting(LogRecord::getLevel)
                    .containsExactly(Level.INFO, Level.WARNING, Level.SEVERE, Level.FINE);
            assertThat(records.get(1).getMessage()).isEqualTo("0.00.1.2 W two {0}");
        } finally {
            logger.removeHandler(capture);
            logger.setLevel(null);
            logger.setUseParentHandlers(true);
        }
    }

    /// Processor time, since other work of the machine does not change it.
    @Test
    void aHundredMegabytesCostThePumpAFewTenthsOfASecond() throws Exception {
        byte[] piece =
                ("0.00.000.001 I srv  " + "x".repeat(99) + "\n")
                        .repeat(500)
                        .getBytes(StandardCharsets.UTF_8);
        long bytes = 100_000_000;
        for (int warmUp = 0; warmUp < 2; warmUp++) cpuOfPump(piece, bytes);

        Duration cost = cpuOfPump(piece, bytes);

        System.out.printf("measured: 100 MB of log cost the pump %d ms of cpu%n", cost.toMillis());
        assertThat(cost).isLessThan(Duration.ofMillis(700));
    }

    private static Duration cpuOfPump(byte[] piece, long bytes) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicLong cpu = new AtomicLong();
        InputStream flood =
                new InputStream() {
                    private long left = bytes;

                    @Override
                    public int read() {
                        throw new IllegalStateException("read by pieces");
                    }

                    @Override
                    public int read(byte[] to, int from, int length) {
                        cpu.set(threads.getCurrentThreadCpuTime());
                        if (left <= 0) return -1;
                        int count = Math.min(length, piece.length);
                        System.arraycopy(piece, 0, to, from, count);
                        left -= count;
                        return count;
                    }
                };
        ChildLog log =
                new ChildLog(
                        "alpha",
                        new LogMask(List.of("0123abcd")),
                        NOBODY,
                        LogFile.open(Optional.empty()),
                        InstantSource.system(),
                        System::nanoTime);
        log.pump(flood, EngineLine.Stream.STDERR, "pump").join();
        assertThat(log.lost()).isPositive();
        return Duration.ofNanos(cpu.get());
    }

    private static Handler capture(List<LogRecord> records) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static ChildLog drained(String said, LogMask secrets, LogFile file)
            throws InterruptedException {
        ChildLog log = log(file, secrets, NOBODY);
        pump(log, said);
        return log;
    }

    /// All within one second of its clock.
    private static ChildLog log(LogFile file, LogMask secrets, ChildLog.Heard heard) {
        return new ChildLog("alpha", secrets, heard, file, InstantSource.system(), () -> 0);
    }

    private static void pump(ChildLog log, String said) throws InterruptedException {
        InputStream stream = new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8));
        log.pump(stream, EngineLine.Stream.STDERR, "pump").join();
    }
}
