package dev.recua.supervisor.child;

import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.io.Command;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A process and everything that came of it, by whatever the system tells: [ProcessTable] where
/// there is one, and the descendants that Java knows. Safe from any thread.
///
/// On Linux a grandchild that left the session, and whose parent has died, is still found by the
/// variable [#MARK] in its environment. Elsewhere it is found if it was seen before ([#remember]).
final class ProcessTree {

    /// An environment variable that only this child and what came of it have with its value. The
    /// key would not do: others may know one that somebody chose.
    static final String MARK = "RECUA_CHILD";

    private static final System.Logger LOG = System.getLogger(ProcessTree.class.getName());

    /// What is started between a look and its SIGKILL is found by the next look.
    private static final int LOOKS = 3;

    private static final Duration LISTING = Duration.ofMillis(500);

    private final ProcessHandle root;
    private final Optional<String> mark;
    private final StopPath path;
    private final long since;
    private final Map<Long, ProcessHandle> known = new ConcurrentHashMap<>();

    private ProcessTree(ProcessHandle root, Optional<String> mark, StopPath path) {
        this.root = root;
        this.mark = mark;
        this.path = path;
        this.since = ProcTable.stat(root.pid(), 22).orElse(Long.MAX_VALUE);
    }

    /// A new value for [#MARK].
    static String newMark() {
        byte[] mark = new byte[16];
        new SecureRandom().nextBytes(mark);
        return HexFormat.of().formatHex(mark);
    }

    /// The tree of a process that was given `mark`. Ask for it while the process lives.
    static ProcessTree of(ProcessHandle root, String mark, StopPath path) {
        return new ProcessTree(root, Optional.of(MARK + "=" + mark), path);
    }

    /// The tree of a process that another gateway started.
    static ProcessTree ofStranger(ProcessHandle root) {
        return new ProcessTree(root, ProcTable.markOf(root.pid()), StopPath.of(Platform.current()));
    }

    /// Notes who is there, for systems that forget whose child one was when its parent dies.
    void remember() {
        if (path != StopPath.LINUX) addDescendants();
    }

    /// SIGKILL for all of it, the root first so that it starts nothing anew.
    void kill() {
        addDescendants();
        root.destroyForcibly();
        killRest();
    }

    /// SIGKILL for all but the root.
    void killRest() {
        Set<Long> killed = new HashSet<>();
        for (int look = 0; look < LOOKS; look++) {
            look();
            boolean none = true;
            for (ProcessHandle one : known.values()) {
                if (!killed.add(one.pid())) continue;
                one.destroyForcibly();
                none = false;
            }
            if (none) return;
        }
    }

    /// Only of a living root: its pid may be another's by now.
    private void addDescendants() {
        if (root.isAlive()) root.descendants().forEach(p -> known.put(p.pid(), p));
    }

    private void look() {
        addDescendants();
        for (long pid : table().kinOf(root.pid())) {
            if (known.containsKey(pid)) continue;
            ProcessHandle.of(pid).ifPresent(p -> known.put(pid, p));
        }
    }

    private ProcessTable table() {
        return path.listing().map(ProcessTree::listed).orElseGet(() -> ProcTable.read(mark, since));
    }

    private static ProcessTable listed(List<String> argv) {
        try {
            return ProcessTable.ofPs(Command.of(argv, LISTING).run().out());
        } catch (IOException absent) {
            LOG.log(Level.DEBUG, "{0} could not be run: {1}", argv, absent.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return new ProcessTable(List.of());
    }
}
