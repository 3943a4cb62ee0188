package dev.recua.supervisor.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcReadingTest {

    /// Captured on Linux 6; the name is made harder.
    private static final String STAT =
            "4312 (llama (x) 1) S 4300 4312 4312 0 -1 4194304 100 0 0 0 250 50 7 7 20 0 9 0 2299824"
                    + " 3133440 410 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n";

    private static final String STATUS =
            "Name:\tllama-server\nVmPeak:\t  999 kB\nVmRSS:\t   1676 kB\nThreads:\t9\n";

    @TempDir Path proc;

    @Test
    void aProcessHasMemoryProcessorTimeThreadsAndOpenFiles() throws IOException {
        process(STAT, STATUS, 3);

        ProcessFacts facts = new ProcReading(proc).read(4312);

        assertThat(facts)
                .isEqualTo(
                        new ProcessFacts(
                                OptionalLong.of(1676 * 1024),
                                Optional.of(Duration.ofSeconds(3)),
                                OptionalInt.of(9),
                                OptionalInt.of(3),
                                Optional.of("2299824")));
    }

    @Test
    void aProcessThatHasEndedIsNothing() throws IOException {
        assertThat(new ProcReading(proc).read(4312)).isEqualTo(ProcessFacts.NONE);

        process(STAT.replace(") S ", ") Z "), STATUS, 0);

        assertThat(new ProcReading(proc).read(4312)).isEqualTo(ProcessFacts.NONE);
    }

    @Test
    void whatCannotBeReadIsUnknownAndTheRestIsNot() throws IOException {
        process(STAT, "Name:\tkthreadd\n", 0);
        Files.delete(proc.resolve("4312/fd"));

        ProcessFacts facts = new ProcReading(proc).read(4312);

        assertThat(facts.rss()).isEmpty();
        assertThat(facts.openFiles()).isEmpty();
        assertThat(facts.threads()).hasValue(9);
    }

    @Test
    void otherShapesAreNotUnderstoodInsteadOfWrong() {
        assertThat(ProcReading.Stat.parse("")).isEmpty();
        assertThat(ProcReading.Stat.parse("4312 (x) S 1 2")).isEmpty();
        assertThat(ProcReading.Stat.parse(STAT.replace(" 250 ", " many "))).isEmpty();
        assertThat(ProcReading.rss("VmRSS:\t 12 MB\n")).isEmpty();
        assertThat(ProcReading.rss("VmRSS:\t 99999999999999999999 kB\n")).isEmpty();
    }

    private void process(String stat, String status, int files) throws IOException {
        Path fd = Files.createDirectories(proc.resolve("4312/fd"));
        Files.writeString(proc.resolve("4312/stat"), stat);
        Files.writeString(proc.resolve("4312/status"), status);
        for (int i = 0; i < files; i++) Files.createFile(fd.resolve(Integer.toString(i)));
    }
}
