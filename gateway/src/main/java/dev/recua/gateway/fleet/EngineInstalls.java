package dev.recua.gateway.fleet;

import dev.recua.client.admin.EngineInstalling;
import dev.recua.supervisor.engine.install.EngineInstaller;
import dev.recua.supervisor.engine.install.InstallProgress;
import dev.recua.supervisor.engine.install.InstallRequest;
import dev.recua.supervisor.engine.install.InstallResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The installs that somebody asked for, each on a virtual thread of its own. Who asks for what is
/// being installed already joins that install. Any thread may call; nothing blocks.
final class EngineInstalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineInstalls.class);

    private final EngineInstaller installer;
    private final Map<InstallRequest, Install> running = new LinkedHashMap<>();

    /// One install under way.
    private static final class Install {
        final CompletableFuture<InstallResult> result = new CompletableFuture<>();
        final List<Consumer<InstallProgress>> listeners = new CopyOnWriteArrayList<>();
        volatile InstallProgress now;
        volatile Optional<Thread> thread = Optional.empty();

        Install(InstallRequest request) {
            now = InstallProgress.of(InstallProgress.Phase.RESOLVING, request.versionWords());
        }

        void told(InstallProgress progress) {
            now = progress;
            listeners.forEach(listener -> listener.accept(progress));
        }
    }

    EngineInstalls(EngineInstaller installer) {
        this.installer = installer;
    }

    /// Begins, or joins.
    ///
    /// @param progress told from now on; from any thread
    /// @return completes when it is over; exceptionally when [#close] ended it
    synchronized CompletableFuture<InstallResult> install(
            InstallRequest request, Consumer<InstallProgress> progress) {
        Install known = running.get(request);
        if (known != null) {
            known.listeners.add(progress);
            return known.result;
        }
        var install = new Install(request);
        install.listeners.add(progress);
        running.put(request, install);
        LOG.info("engine install begins wanted={}", request.versionWords());
        install.thread =
                Optional.of(
                        Thread.ofVirtual()
                                .name("install engine")
                                .start(() -> carryOut(request, install)));
        return install.result;
    }

    /// What is being installed now.
    synchronized List<EngineInstalling> now() {
        return running.entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue().now))
                .toList();
    }

    static EngineInstalling describe(InstallRequest request, InstallProgress progress) {
        return new EngineInstalling(
                request.version().orElse(null),
                request.wantedVariant().map(v -> v.id()).orElse("unknown"),
                progress.phase().name().toLowerCase(Locale.ROOT),
                progress.what(),
                progress.bytes(),
                progress.total() < 0 ? null : progress.total());
    }

    /// Ends what is under way; nothing half-done is left.
    @Override
    public synchronized void close() {
        running.values().forEach(install -> install.thread.ifPresent(Thread::interrupt));
    }

    private void carryOut(InstallRequest request, Install install) {
        try {
            InstallResult result = installer.install(request, install::told);
            tell(result);
            over(request);
            install.result.complete(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over(request);
            install.result.completeExceptionally(
                    new CancellationException("the install was interrupted"));
        } catch (RuntimeException bug) {
            over(request);
            install.result.completeExceptionally(bug);
        }
    }

    private synchronized void over(InstallRequest request) {
        running.remove(request);
    }

    private static void tell(InstallResult result) {
        switch (result) {
            case InstallResult.Installed(var engine, var alreadyThere) ->
                    LOG.info(
                            "engine installed engine={} source={} new={}",
                            engine.id(),
                            engine.source(),
                            !alreadyThere);
            case InstallResult.NotInstalled failed ->
                    LOG.info("engine not installed: {}", failed.message());
        }
    }
}
