package dev.recua.gateway;

import dev.recua.gateway.fleet.Engines;
import dev.recua.supervisor.engine.install.InstallProgress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine that a gateway begins with: looked for, and installed when there is none, on a thread
/// of its own, while requests wait for it already.
final class FirstEngine {
    private static final Logger LOG = LoggerFactory.getLogger(FirstEngine.class);

    private final CompletableFuture<Engines.Available> found = new CompletableFuture<>();
    private final Thread search;

    /// @param progress told while an engine is installed; from the thread of the search
    FirstEngine(Engines engines, Consumer<InstallProgress> progress) {
        search = Thread.ofVirtual().name("find engine").unstarted(() -> find(engines, progress));
    }

    /// Begins to look. To be called once.
    void look() {
        search.start();
    }

    /// Completes with the engine, or why there is none; exceptionally never.
    CompletableFuture<Engines.Available> found() {
        return found;
    }

    /// The engine, or why there is none.
    Engines.Available await() throws InterruptedException {
        try {
            return found.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking for an engine failed", e.getCause());
        }
    }

    /// Gives up; [#await] then returns.
    void stopLooking() {
        search.interrupt();
    }

    private void find(Engines engines, Consumer<InstallProgress> progress) {
        try {
            found.complete(engines.findOrInstall(progress));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            found.complete(new Engines.Available.No("The search for an engine was interrupted."));
        } catch (RuntimeException | Error e) { // whoever waits must not wait for ever
            LOG.error("looking for an engine failed", e);
            found.complete(new Engines.Available.No("Looking for an engine failed: " + e));
        }
    }
}
