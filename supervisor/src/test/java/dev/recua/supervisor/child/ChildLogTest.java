package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    private static ChildLog drained(String said, LogMask secrets, LogFile file)
            throws InterruptedException {
        ChildLog log =
                new ChildLog("alpha", secrets, NOBODY, file, java.time.InstantSource.system());
        log.pump(
                        new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)),
                        EngineLine.Stream.STDERR,
                        "pump")
                .join();
        return log;
    }
}
