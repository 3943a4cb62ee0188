package dev.recua.supervisor.child;

import dev.recua.supervisor.child.ChildRegistry.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A process as a line of text, by which a later program sees whether it is gone.
///
/// `<pid> <start>`, and on Linux also `<ticks> <boot> <namespace>`: the start as the system tells
/// it
/// moves with the clock, ticks since that boot do not. A pid means something in its namespace only:
/// programs of several containers may share a folder.
public final class ProcessNote {
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

    private ProcessNote() {}

    /// Notes a living process.
    public static String of(ProcessHandle process) {
        String plain = process.pid() + " " + start(process);
        Optional<Long> ticks = ProcTable.stat(process.pid(), 22);
        Optional<String> boot = Entry.bootId();
        Optional<String> namespace = namespace();
        return ticks.isPresent() && boot.isPresent() && namespace.isPresent()
                ? "%s %d %s %s".formatted(plain, ticks.get(), boot.get(), namespace.get())
                : plain;
    }

    /// Whether the noted process is gone; false when that cannot be known.
    public static boolean isGone(String note) {
        String[] parts = note.split(" ", -1);
        if (!parts[0].matches("\\d{1,18}")) return false;
        long pid = Long.parseLong(parts[0]);
        return switch (parts.length) {
            case 2 ->
                    ProcessHandle.of(pid)
                            .filter(ProcessHandle::isAlive)
                            .filter(alive -> start(alive).equals(parts[1]))
                            .isEmpty();
            case 5 -> isGone(pid, parts[2], parts[3], parts[4]);
            default -> false;
        };
    }

    private static boolean isGone(long pid, String ticks, String boot, String namespace) {
        if (Entry.bootId().isEmpty()) return false;
        if (!Entry.bootId().equals(Optional.of(boot))) return true;
        if (!namespace().equals(Optional.of(namespace))) return false;
        return !ProcTable.stat(pid, 22).map(String::valueOf).equals(Optional.of(ticks));
    }

    private static Optional<String> namespace() {
        try {
            return Optional.of(Files.readSymbolicLink(NAMESPACE).toString());
        } catch (IOException | UnsupportedOperationException notLinux) {
            return Optional.empty();
        }
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
