package dev.recua.supervisor.service;

import dev.recua.supervisor.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What one server of a program without a home leaves behind: its folder, deleted at its end, and
/// the promise that it ends when this JVM leaves in order. (A JVM that is killed closes the
/// server's stdin, at which it ends by itself.)
///
/// @param folder in the folder for temporary files, readable for its user alone
record Leaving(Path folder) {
    private static final System.Logger LOG = System.getLogger(LlamaService.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(2);

    static Leaving prepare() throws IOException {
        return new Leaving(Files.createTempDirectory("recua-service-"));
    }

    /// Where it would look for a configuration of the user: empty.
    Path config() {
        return folder.resolve("config");
    }

    /// Where it is noted while it lives.
    Path run() {
        return folder.resolve("run");
    }

    /// Ends `server` with this JVM, and cleans up after it. A JVM that leaves already gets no new
    /// server: it is ended before it was launched.
    void watch(Server server) {
        CompletableFuture<Void> gone = server.exited().thenRun(this::delete);
        Thread hook = new Thread(() -> end(server, gone), "recua-ends-service");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException leaving) {
            var unusedEnd = server.kill();
        }
        var unused = gone.thenRun(() -> release(hook));
    }

    private static void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException leaving) {
            // Hooks run, this one among them: there is nothing to take away.
        }
    }

    private static void end(Server server, CompletableFuture<Void> gone) {
        var unused = server.stop(GRACE);
        gone.completeOnTimeout(null, 2 * GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void delete() {
        try {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(folder)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException busy) {
            LOG.log(
                    Level.WARNING,
                    "[LlamaService] folder of an ended server stays path=" + folder,
                    busy);
        }
    }
}
