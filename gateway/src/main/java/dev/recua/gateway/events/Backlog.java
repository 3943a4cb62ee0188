package dev.recua.gateway.events;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What one subscriber has not taken yet, and when it is too much. Used by one thread at a time.
///
/// It begins with a snapshot, or with what it missed. Later changes wait in a bounded queue; one
/// change more than that, and all of them make way for a new snapshot, which is taken when the
/// subscriber asks for it: what happens until then is in it.
final class Backlog {
    /// What the subscriber gets next.
    sealed interface Next {
        /// Nothing, for now: it is woken by the next change.
        record Nothing() implements Next {}

        /// Everything as it is now.
        record Everything() implements Next {}

        /// This change.
        record One(Change change) implements Next {}
    }

    private final Only only;
    private final int most;
    private final Queue<Change> missed = new ArrayDeque<>();
    private final Queue<Change> waiting = new ArrayDeque<>();
    private boolean needsEverything;
    private boolean sleeps;

    private Backlog(Only only, int most, boolean needsEverything) {
        this.only = only;
        this.most = most;
        this.needsEverything = needsEverything;
    }

    /// One that begins with a snapshot.
    ///
    /// @param most how many changes may wait
    static Backlog fresh(Only only, int most) {
        return new Backlog(only, most, true);
    }

    /// One that begins with what it missed, however much that is.
    static Backlog after(List<Change> missed, Only only, int most) {
        var backlog = new Backlog(only, most, false);
        missed.stream().filter(change -> only.wants(change.name())).forEach(backlog.missed::add);
        return backlog;
    }

    /// A new change.
    ///
    /// @return whether the subscriber sleeps and must be woken
    boolean offer(Change change) {
        if (needsEverything || !only.wants(change.name())) return false;
        if (waiting.size() == most) {
            missed.clear();
            waiting.clear();
            needsEverything = true;
            return false;
        }
        waiting.add(change);
        boolean wake = sleeps;
        sleeps = false;
        return wake;
    }

    /// What comes next.
    Next next() {
        if (needsEverything) {
            needsEverything = false;
            return new Next.Everything();
        }
        @Nullable Change change = missed.isEmpty() ? waiting.poll() : missed.poll();
        sleeps = change == null;
        return change == null ? new Next.Nothing() : new Next.One(change);
    }
}
