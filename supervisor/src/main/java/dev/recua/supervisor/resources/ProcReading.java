package dev.recua.supervisor.resources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads `/proc/<pid>` of Linux ([proc(5)](https://man7.org/linux/man-pages/man5/proc.5.html)).
///
/// @param proc the folder `/proc`
record ProcReading(Path proc) implements ProcessReading {

    /// `USER_HZ`: what processor times are counted in, 100 on every architecture that Java runs on.
    private static final long TICKS_PER_SECOND = 100;

    @Override
    public ProcessFacts read(long pid) {
        Path folder = proc.resolve(Long.toString(pid));
        Optional<Stat> stat = text(folder.resolve("stat")).flatMap(Stat::parse);
        if (stat.isEmpty() || stat.get().isDead()) return ProcessFacts.NONE;
        return new ProcessFacts(
                text(folder.resolve("status")).map(ProcReading::rss).orElse(OptionalLong.empty()),
                Optional.of(stat.get().cpuTime()),
                OptionalInt.of(stat.get().threads()),
                openFiles(folder.resolve("fd")),
                Optional.of(Long.toString(stat.get().startTicks())));
    }

    /// A line of `/proc/<pid>/stat`.
    ///
    /// @param state      `R`, `S`, …; `Z` and `X` are dead
    /// @param startTicks start of the process in ticks since boot
    record Stat(char state, Duration cpuTime, int threads, long startTicks) {

        /// Fields are counted after the name, which may hold blanks and brackets.
        static Optional<Stat> parse(String line) {
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            try {
                long ticks = Long.parseLong(field(fields, 14)) + Long.parseLong(field(fields, 15));
                return Optional.of(
                        new Stat(
                                field(fields, 3).charAt(0),
                                Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND),
                                Integer.parseInt(field(fields, 20)),
                                Long.parseLong(field(fields, 22))));
            } catch (NumberFormatException | IndexOutOfBoundsException other) {
                return Optional.empty();
            }
        }

        /// Numbered as the manual does.
        private static String field(String[] afterName, int number) {
            return afterName[number - 3];
        }

        boolean isDead() {
            return state == 'Z' || state == 'X' || state == 'x';
        }
    }

    /// `VmRSS:     1234 kB`; a kernel thread has none.
    static OptionalLong rss(String status) {
        for (String line : status.split("\n", -1)) {
            if (!line.startsWith("VmRSS:")) continue;
            String[] words = line.substring("VmRSS:".length()).strip().split("\\s+", -1);
            boolean known = words.length == 2 && words[1].equals("kB");
            return known && words[0].matches("\\d{1,15}")
                    ? OptionalLong.of(Long.parseLong(words[0]) * 1024)
                    : OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /// Only its owner may look there.
    private static OptionalInt openFiles(Path fd) {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(fd)) {
            for (Path ignored : all) count++;
            return OptionalInt.of(count);
        } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
            return OptionalInt.empty();
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
