package dev.recua.gateway.cli;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One line that says what is being waited for, `loading recua-tiny… 3 s`: on a terminal only, not
/// before a second has passed, and erased when the wait is over. Any thread may call it.
public final class Progress implements AutoCloseable {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// Return to the first column and erase the line (ECMA-48 EL).
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private String what = "";
    private boolean visible;
    private Ticker.@Nullable Ticking ticking;

    /// Progress by real time; whoever makes it closes it.
    public static Progress on(Terminal terminal) {
        return new Progress(terminal, Ticker.ofRealTime());
    }

    Progress(Terminal terminal, Ticker ticker) {
        this.terminal = terminal;
        this.ticker = ticker;
    }

    /// What is being waited for now. The first call starts the clock; later ones change the words.
    public void show(String now) {
        if (!terminal.errIsTerminal()) {
            return;
        }
        lock.lock();
        try {
            what = now;
            if (ticking == null) {
                ticking = ticker.every(FIRST, PERIOD, this::draw);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The wait is over: the line goes away, and [#show] may start another.
    @Override
    public void close() {
        lock.lock();
        try {
            if (ticking != null) {
                ticking.close();
                ticking = null;
            }
            if (visible) {
                print(ERASE);
                visible = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private void draw(Duration elapsed) {
        lock.lock();
        try {
            if (ticking != null) {
                print(ERASE + what + "… " + elapsed.toSeconds() + " s");
                visible = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void print(String text) {
        terminal.err().print(text);
        terminal.err().flush();
    }
}
