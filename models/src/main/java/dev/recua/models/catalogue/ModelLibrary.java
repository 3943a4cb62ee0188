package dev.recua.models.catalogue;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The models of this machine, kept up to date while the folders change.
///
/// A file that appears, changes or vanishes leads to a new [Catalogue] about a second after the
/// last change, also when a link leads to it. A file that is still being copied is listed with its
/// problem and looked at again
/// until it is whole. Folders that the system cannot watch are listed again every few seconds
/// instead.
///
/// One thread writes: it scans, replaces the catalogue and calls `onChange`. Every method may be
/// called from any thread, except that `onChange` must not call [#rescan] or [#close].
public final class ModelLibrary implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ModelLibrary.class.getName());

    /// How patient the library is.
    ///
    /// @param quiet   how long nothing may have happened before it scans
    /// @param longest after this it scans although things go on happening
    /// @param again   after this a file that was cut is looked at again
    /// @param poll    how often it lists what it cannot watch
    record Timing(Duration quiet, Duration longest, Duration again, Duration poll) {
        static final Timing DEFAULT =
                new Timing(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5));
    }

    /// What the writer is told.
    private sealed interface Signal {
        record Changed() implements Signal {}

        record Rescan(CompletableFuture<Catalogue> answer) implements Signal {}

        record Stop() implements Signal {}
    }

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final List<Folder> folders;
    private final List<Declared> declared;
    private final Consumer<Catalogue> onChange;
    private final Timing timing;
    private final ModelScanner scanner;
    private final FolderWatch watch;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile Catalogue catalogue = Catalogue.empty();
    private volatile boolean closed;

    // Below: of the writer alone, after the first scan.
    private Set<Path> unwatched = Set.of();
    private Set<Path> missing = Set.of();
    private boolean growing;
    private long scanAt;
    private long scanBy;
    private boolean pending;

    private ModelLibrary(
            List<Folder> folders,
            List<Declared> declared,
            Consumer<Catalogue> onChange,
            Clock clock,
            Timing timing,
            boolean canWatch) {
        this.folders = List.copyOf(folders);
        this.declared = List.copyOf(declared);
        this.onChange = onChange;
        this.timing = timing;
        this.scanner = new ModelScanner(clock);
        this.watch =
                canWatch
                        ? FolderWatch.open(() -> signals.add(new Signal.Changed()))
                        : FolderWatch.blind();
        this.writer = Thread.ofVirtual().name("recua-models").unstarted(this::run);
    }

    /// Scans `folders` once and goes on watching them.
    ///
    /// @param onChange called for every later change, not for the first scan; what it throws is
    ///     logged
    public static ModelLibrary open(
            List<Folder> folders, List<Declared> declared, Consumer<Catalogue> onChange) {
        return open(folders, declared, onChange, Clock.systemUTC(), Timing.DEFAULT, true);
    }

    static ModelLibrary open(
            List<Folder> folders,
            List<Declared> declared,
            Consumer<Catalogue> onChange,
            Clock clock,
            Timing timing,
            boolean canWatch) {
        var library = new ModelLibrary(folders, declared, onChange, clock, timing, canWatch);
        try {
            library.catalogue = library.scan();
            library.writer.start();
            return library;
        } catch (RuntimeException e) {
            library.close();
            throw e;
        }
    }

    /// The newest list; never waits.
    public Catalogue catalogue() {
        return catalogue;
    }

    /// Scans now and waits for it.
    ///
    /// @throws IllegalStateException when the library is closed
    /// @throws InterruptedException when the caller should stop waiting; the scan goes on
    public Catalogue rescan() throws InterruptedException {
        var answer = new CompletableFuture<Catalogue>();
        signals.add(new Signal.Rescan(answer));
        while (true) {
            if (closed) {
                throw new IllegalStateException("the model library is closed");
            }
            try {
                return answer.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Still scanning, or closed meanwhile.
            } catch (ExecutionException e) {
                throw new CompletionException("cannot scan the model folders", e.getCause());
            }
        }
    }

    /// Ends watching. Waits up to 2 s for a scan in progress.
    @Override
    public void close() {
        closed = true;
        signals.add(new Signal.Stop());
        try {
            watch.close();
            writer.join(CLOSE_WAIT);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot stop watching the model folders", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Signal signal = signals.poll(untilNext().toNanos(), TimeUnit.NANOSECONDS);
                switch (signal) {
                    case null -> onTime();
                    case Signal.Changed changed -> plan(System.nanoTime());
                    case Signal.Rescan rescan -> refresh(rescan.answer());
                    case Signal.Stop stop -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration untilNext() {
        if (pending) {
            return Duration.ofNanos(Math.max(0, scanAt - System.nanoTime()));
        }
        return growing ? timing.again() : timing.poll();
    }

    /// Something happened: wait until it has been quiet, but not for ever.
    private void plan(long now) {
        if (!pending) {
            pending = true;
            scanBy = now + timing.longest().toNanos();
        }
        scanAt = Math.min(now + timing.quiet().toNanos(), scanBy);
    }

    private void onTime() {
        boolean came = missing.stream().anyMatch(Files::isDirectory);
        if (pending || growing || came || !unwatched.isEmpty()) {
            refresh(null);
        }
    }

    private void refresh(@Nullable CompletableFuture<Catalogue> answer) {
        pending = false;
        try {
            Catalogue next = scan();
            boolean changed = !next.equals(catalogue);
            catalogue = next;
            if (changed && !closed) {
                tell(next);
            }
            if (answer != null) {
                answer.complete(next);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "model scan failed, the list stays as it was", e);
            if (answer != null) {
                answer.completeExceptionally(e);
            }
        }
    }

    private void tell(Catalogue next) {
        try {
            onChange.accept(next);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the listener for model changes failed", e);
        }
    }

    private Catalogue scan() {
        ModelScanner.Scan scan = scanner.scan(folders, declared);
        FolderWatch.Coverage coverage = watch.cover(scan.directories());
        if (coverage.grew()) {
            // A file may have come after the folder was listed and before it was watched.
            plan(System.nanoTime());
        }
        missing = scan.missing();
        growing = scan.growing();
        unwatched = coverage.uncovered();
        return CatalogueBuilder.build(scan, declared);
    }
}
