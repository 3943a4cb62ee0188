package dev.recua.supervisor.service;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// What a service does besides deciding: each task on a virtual thread of its own, none of which
/// outlives the service. Safe from any thread.
final class Background implements Executor, AutoCloseable {
    private final String name;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    Background(String name) {
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(task));
        running.add(thread);
        thread.start();
    }

    /// Interrupts what still runs. It does not wait: a task ends when its question does, and what
    /// it says then changes nothing.
    @Override
    public void close() {
        Thread self = Thread.currentThread();
        for (Thread thread : running) {
            if (thread.threadId() != self.threadId()) thread.interrupt();
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            running.remove(Thread.currentThread());
        }
    }
}
