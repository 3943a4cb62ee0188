package dev.recua.supervisor.child;

import dev.recua.supervisor.child.ChildRegistry.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends what a dead gateway left behind.
///
/// A noted process is ours only if it started when the note says and its arguments still hold the
/// noted port: a pid that went to another program is left alone.
public final class Orphans {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private Orphans() {}

    /// What was ended.
    ///
    /// @param forced whether it took SIGKILL
    public record Reaped(long pid, String model, int port, boolean forced) {}

    /// Ends every child that `runFolder` notes and empties the notes. Call it once, holding the
    /// gateway's lock, before the first launch. What came of a child that has ended itself is ended
    /// too, where its mark is known. Takes at most a second per child that ignores
    /// SIGTERM.
    ///
    /// @throws IOException when the notes cannot be read or deleted
    public static List<Reaped> reap(Path runFolder) throws IOException, InterruptedException {
        ChildRegistry registry = new ChildRegistry(runFolder);
        List<Entry> noted = registry.entries();
        List<Reaped> reaped = new ArrayList<>();
        List<Entry> dead = new ArrayList<>();
        for (Entry entry : noted) {
            Optional<ProcessHandle> alive = process(entry);
            if (alive.isPresent()) reaped.add(end(alive.get(), entry));
            else dead.add(entry);
        }
        // After the living, which are asked to end before they are killed.
        for (Entry entry : dead)
            Optional.ofNullable(entry.mark()).ifPresent(ProcessTree::killMarked);
        for (Entry entry : noted) registry.remove(entry.pid());
        return reaped;
    }

    private static Optional<ProcessHandle> process(Entry entry) {
        return ProcessHandle.of(entry.pid()).filter(process -> isSame(process, entry));
    }

    /// The noted children that are alive and still ours; ends nothing.
    ///
    /// @throws IOException when the notes cannot be read
    public static List<Entry> living(Path runFolder) throws IOException {
        return new ChildRegistry(runFolder)
                .entries().stream().filter(entry -> process(entry).isPresent()).toList();
    }

    private static boolean isSame(ProcessHandle process, Entry entry) {
        return process.isAlive() && startedThen(process, entry) && holdsPort(process, entry.port());
    }

    private static boolean startedThen(ProcessHandle process, Entry entry) {
        if (entry.startTicks() != null && entry.boot() != null) {
            return ProcTable.stat(process.pid(), 22).equals(Optional.of(entry.startTicks()))
                    && Entry.bootId().equals(Optional.of(entry.boot()));
        }
        return process.info().startInstant().equals(Optional.of(entry.startedAt()));
    }

    private static boolean holdsPort(ProcessHandle process, int port) {
        return arguments(process).stream()
                .anyMatch(arg -> arg.matches("(.*\\D)?" + port + "(\\D.*)?"));
    }

    /// From `/proc` where there is one: the JDK's own reading stops at 4 KiB.
    private static List<String> arguments(ProcessHandle process) {
        try {
            return Arrays.asList(Files.readString(cmdline(process)).split("\0", -1));
        } catch (IOException notLinux) {
            return process.info().arguments().map(Arrays::asList).orElse(List.of());
        }
    }

    private static Path cmdline(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()), "cmdline");
    }

    private static Reaped end(ProcessHandle process, Entry entry) throws InterruptedException {
        ProcessTree tree = ProcessTree.ofStranger(process, Optional.ofNullable(entry.mark()));
        tree.remember();
        process.destroy();
        boolean forced = false;
        try {
            Objects.requireNonNull(process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException stubborn) {
            forced = true;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(
                    "waiting for pid " + entry.pid() + " failed", impossible);
        }
        if (forced) tree.kill();
        else tree.killRest();
        return new Reaped(entry.pid(), entry.model(), entry.port(), forced);
    }
}
