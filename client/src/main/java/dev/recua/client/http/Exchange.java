package dev.recua.client.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request that is under way, so that closing its transport can end it.
final class Exchange {
    private final Set<Runnable> open;
    private final Runnable ending = this::end;
    private @Nullable Runnable stop;
    private boolean over;

    Exchange(Set<Runnable> open) {
        this.open = open;
    }

    /// @param how ends the request
    synchronized void begin(Runnable how) {
        stop = how;
        if (!over) open.add(ending);
    }

    /// Ends the request.
    void end() {
        Runnable how;
        synchronized (this) {
            how = stop;
        }
        over();
        if (how != null) how.run();
    }

    /// It is over: nothing is left to end. Twice is once.
    synchronized void over() {
        over = true;
        open.remove(ending);
    }
}
