package dev.recua.supervisor.child;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A process and everything that came of it.
///
/// Descendants are those that the system still knows as such, and on Linux also the members of
/// the session that the process leads: a grandchild whose parent has died is found by it.
final class ProcessTree {

    private static final Path PROC = Path.of("/proc");

    private ProcessTree() {}

    /// SIGKILL for all of it, the root first so that it starts nothing anew.
    static void kill(ProcessHandle root) {
        Map<Long, ProcessHandle> tree = offspring(root);
        root.destroyForcibly();
        tree.putAll(offspring(root));
        tree.values().forEach(ProcessHandle::destroyForcibly);
    }

    /// SIGKILL for what a process left that has ended already.
    static void killOrphans(long sessionLeader) {
        session(sessionLeader).values().forEach(ProcessHandle::destroyForcibly);
    }

    private static Map<Long, ProcessHandle> offspring(ProcessHandle root) {
        Map<Long, ProcessHandle> found = new LinkedHashMap<>();
        root.descendants().forEach(p -> found.put(p.pid(), p));
        found.putAll(session(root.pid()));
        return found;
    }

    private static Map<Long, ProcessHandle> session(long leader) {
        Map<Long, ProcessHandle> members = new LinkedHashMap<>();
        if (!Files.isDirectory(PROC)) return members;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path one : all) {
                long pid = Long.parseLong(String.valueOf(one.getFileName()));
                if (pid == leader || stat(pid, 6).filter(s -> s == leader).isEmpty()) continue;
                ProcessHandle.of(pid).ifPresent(p -> members.put(pid, p));
            }
        } catch (IOException unreadable) {
            // Without /proc there are the descendants.
        }
        return members;
    }

    /// Field `number` (from 1) of `/proc/<pid>/stat`; fields are counted after the name, which
    /// may hold blanks and brackets.
    static Optional<Long> stat(long pid, int number) {
        try {
            String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(Long.parseLong(rest[number - 3]));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }
}
