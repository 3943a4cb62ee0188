package dev.recua.supervisor.engine.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A short-lived program, run to its end with a time limit and bounded output. Immutable; safe to
/// share.
///
/// It reads nothing from standard input. It never outlives the call: past the limit, or when the
/// calling thread is interrupted, it is ended with everything it started.
///
/// @param argv          program and arguments; the program is looked up as [ProcessBuilder] does
/// @param folder        where it runs; empty: where we run
/// @param environment   variables set for it, on top of ours; those that are ours alone
///     ([Inherited]) it does not get
/// @param limit         how long it may run
/// @param maxOutput     bytes kept of each output; what comes after is read and dropped
public record Command(
        List<String> argv,
        Optional<Path> folder,
        Map<String, String> environment,
        Duration limit,
        int maxOutput) {
    private static final int DEFAULT_MAX_OUTPUT = 1 << 20;
    private static final Duration READERS_MAY_LAG = Duration.ofSeconds(2);
    private static final Duration DEATH_TAKES = Duration.ofSeconds(2);
    private static final int BUSY_RETRIES = 20;

    public Command {
        if (argv.isEmpty()) throw new IllegalArgumentException("a command needs a program");
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /// A command with our environment, run where we run, that keeps up to 1 MiB of each output.
    public static Command of(List<String> argv, Duration limit) {
        return new Command(argv, Optional.empty(), Map.of(), limit, DEFAULT_MAX_OUTPUT);
    }

    public Command in(Path folder) {
        return new Command(argv, Optional.of(folder), environment, limit, maxOutput);
    }

    public Command with(Map<String, String> environment) {
        return new Command(argv, folder, environment, limit, maxOutput);
    }

    /// Runs it and waits for its end.
    ///
    /// @throws IOException when it cannot be started: absent, not executable, not a program
    /// @throws InterruptedException when the caller should stop; the program has been ended then
    public CommandResult run() throws IOException, InterruptedException {
        long started = System.nanoTime();
        Process process = start();
        process.getOutputStream().close();
        var out = Capture.of(process.getInputStream(), maxOutput, argv.getFirst() + " stdout");
        var err = Capture.of(process.getErrorStream(), maxOutput, argv.getFirst() + " stderr");
        OptionalInt exit = OptionalInt.empty();
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                exit = OptionalInt.of(process.exitValue());
            }
            endTree(process);
            out.finish();
            err.finish();
        } finally {
            endTree(process);
        }
        return new CommandResult(
                exit, out.text(), err.text(), Duration.ofNanos(System.nanoTime() - started));
    }

    /// A file that was written a moment ago can be "busy" (ETXTBSY) for as long as another thread's
    /// freshly forked process still holds its descriptor: a few milliseconds.
    private Process start() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return builder().start();
            } catch (IOException e) {
                boolean busy = String.valueOf(e.getMessage()).contains("error=26");
                if (!busy || attempt == BUSY_RETRIES) throw e;
                Thread.sleep(Duration.ofMillis(10));
            }
        }
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(argv);
        folder.ifPresent(path -> builder.directory(path.toFile()));
        builder.environment().keySet().removeIf(Inherited::isOursAlone);
        builder.environment().putAll(environment);
        return builder;
    }

    /// Ends what is left, and waits for it, so that its files can be deleted.
    private static void endTree(Process process) {
        if (!process.isAlive()) return;
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        for (ProcessHandle handle : tree) {
            if (handle.pid() != process.pid()) handle.destroyForcibly();
        }
        process.destroyForcibly();
        CompletableFuture.allOf(
                        tree.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, DEATH_TAKES.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /// One output being read to its end on a thread of its own.
    private static final class Capture {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final InputStream in;
        private final int max;
        private final Thread reader;

        private Capture(InputStream in, int max, String name) {
            this.in = in;
            this.max = max;
            this.reader = Thread.ofVirtual().name(name).unstarted(this::read);
        }

        static Capture of(InputStream in, int max, String name) {
            var capture = new Capture(in, max, name);
            capture.reader.start();
            return capture;
        }

        /// Waits for the end of the stream, but not for ever: a program left behind may hold it
        /// open.
        void finish() throws InterruptedException {
            if (reader.join(READERS_MAY_LAG)) return;
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text() {
            synchronized (kept) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }

        private void read() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) keep(buffer, n);
            } catch (IOException e) {
                // The pipe of a program that was ended breaks; what was read until then is what
                // there is.
                return;
            }
        }

        private void keep(byte[] buffer, int n) {
            synchronized (kept) {
                kept.write(buffer, 0, Math.min(n, max - kept.size()));
            }
        }
    }
}
