package dev.recua.supervisor.child;

import dev.recua.supervisor.child.ProcessTable.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads [ProcessTable] from `/proc` of Linux.
final class ProcTable {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern MARK = Pattern.compile(ProcessTree.MARK + "=[0-9a-f]{32}");

    private ProcTable() {}

    /// All processes now; empty without `/proc`.
    ///
    /// @param mark  the entry of an environment that makes a process one of ours
    /// @param since start in ticks since boot of the oldest process that can have it
    static ProcessTable read(Optional<String> mark, long since) {
        List<Row> rows = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path one : all) {
                row(Long.parseLong(one.getFileName().toString()), mark, since).ifPresent(rows::add);
            }
        } catch (IOException | DirectoryIteratorException noProc) {
            return new ProcessTable(List.of());
        }
        return new ProcessTable(rows);
    }

    private static Optional<Row> row(long pid, Optional<String> mark, long since) {
        Optional<String[]> fields = fields(pid);
        if (fields.isEmpty()) return Optional.empty();
        try {
            String[] stat = fields.get();
            boolean mayBe = mark.isPresent() && Long.parseLong(stat[22 - 3]) >= since;
            return Optional.of(
                    new Row(
                            pid,
                            Long.parseLong(stat[4 - 3]),
                            Long.parseLong(stat[5 - 3]),
                            Long.parseLong(stat[6 - 3]),
                            mayBe && environment(pid).contains(mark.get())));
        } catch (NumberFormatException | IndexOutOfBoundsException other) {
            return Optional.empty();
        }
    }

    /// Field `number` (from 1) of `/proc/<pid>/stat`.
    static Optional<Long> stat(long pid, int number) {
        try {
            return fields(pid).map(fields -> Long.parseLong(fields[number - 3]));
        } catch (NumberFormatException | IndexOutOfBoundsException other) {
            return Optional.empty();
        }
    }

    /// The entry that marks what came of a child, if process `pid` has one.
    static Optional<String> markOf(long pid) {
        return environment(pid).stream().filter(entry -> MARK.matcher(entry).matches()).findFirst();
    }

    /// Of a process that is not ours, or has ended, nothing.
    private static List<String> environment(long pid) {
        try {
            byte[] environ =
                    Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
            return List.of(new String(environ, StandardCharsets.ISO_8859_1).split("\0", -1));
        } catch (IOException notOurs) {
            return List.of();
        }
    }

    /// Fields are counted after the name, which may hold blanks and brackets.
    private static Optional<String[]> fields(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            int name = stat.lastIndexOf(')');
            return name < 0 || name + 2 > stat.length()
                    ? Optional.empty()
                    : Optional.of(stat.substring(name + 2).strip().split(" ", -1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
