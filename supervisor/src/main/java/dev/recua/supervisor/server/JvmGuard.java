package dev.recua.supervisor.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Ends a server when this JVM leaves in order. Taken away when the server has ended, so that a
/// program that starts many keeps none.
final class JvmGuard {
    /// How long a program that leaves waits for its server to end by itself.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Thread hook;

    private JvmGuard(String name, Runnable end) {
        this.hook = new Thread(end, name);
    }

    /// Stops `server` when this JVM leaves, and waits until nothing of it is left.
    ///
    /// @throws IllegalStateException when it is leaving already
    static JvmGuard of(Server server, String name) {
        return of("recua-ends-" + name, () -> end(server));
    }

    static JvmGuard of(String name, Runnable end) {
        JvmGuard guard = new JvmGuard(name, end);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    /// Takes it away.
    ///
    /// @return false when it was taken away before, or this JVM is leaving
    boolean release() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException leaving) {
            return false;
        }
    }

    private static void end(Server server) {
        server.stop(GRACE)
                .completeOnTimeout(null, 2 * GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
