package dev.recua.gateway.cli;

/// Tells a command that the user wants it to stop (Ctrl-C, SIGTERM).
public interface Interrupts {
    /// Calls `stop`, on another thread, when the process is asked to end, until the registration is
    /// closed. The process ends when `stop` returns, so `stop` leaves nothing behind.
    Registration onInterrupt(Runnable stop);

    /// Closed by the command when it is done.
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /// The interrupts of this process, by its shutdown hooks. The JVM itself then ends with 130
    /// after SIGINT and 143 after SIGTERM.
    static Interrupts ofThisProcess() {
        return stop -> {
            Thread hook = Thread.ofPlatform().name("recua-interrupt").unstarted(stop);
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> remove(hook);
        };
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending, so the hook runs or has run
        }
    }
}
