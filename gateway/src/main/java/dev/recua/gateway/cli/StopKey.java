package dev.recua.gateway.cli;

import java.util.concurrent.locks.ReentrantLock;

/// Lets another thread end what the thread that made it is doing, by an interrupt that never
/// reaches what that thread does afterwards.
final class StopKey {
    private final Thread owner = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean pressed;
    private boolean over;

    /// From any thread. After [#over] it does nothing.
    void press() {
        lock.lock();
        try {
            if (!over) {
                pressed = true;
                owner.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// By the owner, when what could be stopped is over: takes the interrupt back.
    ///
    /// @return whether it was pressed
    boolean over() {
        lock.lock();
        try {
            over = true;
            if (pressed) {
                Thread.interrupted();
            }
            return pressed;
        } finally {
            lock.unlock();
        }
    }
}
