package dev.recua.supervisor.server;

import dev.recua.supervisor.child.Child;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Ends a child when this JVM leaves in order. Taken away when the child has ended, so that a
/// program that starts many keeps none.
final class JvmGuard {
    /// How long a program that leaves waits for its server to end by itself.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Thread hook;

    private JvmGuard(Child child) {
        this.hook = new Thread(() -> end(child), "recua-ends-" + child.model());
    }

    /// @throws IllegalStateException when this JVM is leaving already
    static JvmGuard of(Child child) {
        JvmGuard guard = new JvmGuard(child);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException leaving) {
            // Hooks run, this one among them: there is nothing to take away.
        }
    }

    private static void end(Child child) {
        child.stop(GRACE)
                .completeOnTimeout(null, 2 * GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
