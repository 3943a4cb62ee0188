package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StopPath.Move;
import dev.recua.supervisor.engine.io.Command;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the moves of a [StopPath] on one process. One thread at a time.
final class Ending {

    private static final System.Logger LOG = System.getLogger(Ending.class.getName());
    private static final byte[] EXIT_LINE =
            "cmd_router_to_child:exit\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PROGRAM_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final ProcessTree tree;
    private final StopPath path;
    private boolean asked;

    Ending(Process process, ProcessTree tree, StopPath path) {
        this.process = process;
        this.tree = tree;
        this.path = path;
    }

    /// Asks it to leave, the first or a further time.
    ///
    /// @param budget waits in between are never longer
    /// @throws InterruptedException when the caller should stop waiting; not all was done
    void ask(Duration budget) throws InterruptedException {
        boolean first = !asked;
        asked = true;
        if (first) tree.remember();
        make(path.ask(process.pid(), first), budget);
    }

    /// Ends it and its tree.
    ///
    /// @throws InterruptedException as for [#ask]
    void force() throws InterruptedException {
        make(path.force(process.pid()), Lifecycle.NEVER);
    }

    /// Ends what it left when it has ended by itself.
    void clear() {
        tree.killRest();
    }

    private void make(List<Move> moves, Duration budget) throws InterruptedException {
        for (Move move : moves) {
            switch (move) {
                case Move.ExitLine line -> sayExit();
                case Move.Await(Duration atMost) -> {
                    Duration wait = atMost.compareTo(budget) < 0 ? atMost : budget;
                    if (process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) return;
                }
                // By the handle: Process.destroy would also close our ends of the pipes, and what
                // it says from now on would be lost.
                case Move.Terminate signal -> process.toHandle().destroy();
                case Move.Run(List<String> argv, Duration atMost) -> run(argv, atMost);
                case Move.KillTree kill -> tree.kill();
            }
        }
    }

    private void sayExit() {
        try {
            process.getOutputStream().write(EXIT_LINE);
            process.getOutputStream().flush();
        } catch (IOException ended) {
            // It reads no stdin any more; what follows says the same.
        }
    }

    private static void run(List<String> argv, Duration atMost) throws InterruptedException {
        Thread running = Thread.ofVirtual().name(argv.getFirst()).start(() -> run(argv));
        if (atMost.isPositive()) running.join(atMost);
    }

    private static void run(List<String> argv) {
        try {
            var result = Command.of(argv, PROGRAM_LIMIT).run();
            if (!result.succeeded())
                LOG.log(Level.DEBUG, "{0} said {1}", argv, result.lastLines(2));
        } catch (IOException absent) {
            LOG.log(Level.WARNING, "{0} could not be run: {1}", argv, absent.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
