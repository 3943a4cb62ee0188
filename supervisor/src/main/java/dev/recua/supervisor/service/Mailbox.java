package dev.recua.supervisor.service;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands signals to one reader, one after the other in the order in which they came. There is a
/// thread only while there is something to read. Any thread may post.
final class Mailbox {
    private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());

    private final Executor threads;
    private final Consumer<ServiceSignal> reader;
    private final Queue<ServiceSignal> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread reading;

    Mailbox(Executor threads, Consumer<ServiceSignal> reader) {
        this.threads = threads;
        this.reader = reader;
    }

    void post(ServiceSignal signal) {
        queue.add(signal);
        if (waiting.getAndIncrement() == 0) threads.execute(this::drain);
    }

    /// Whether the caller is the reader: then it must not wait for what only the reader can do.
    boolean isReader() {
        return reading == Thread.currentThread();
    }

    private void drain() {
        do {
            ServiceSignal signal = queue.remove();
            reading = Thread.currentThread();
            read(signal);
            reading = null;
        } while (waiting.decrementAndGet() > 0);
    }

    private void read(ServiceSignal signal) {
        try {
            reader.accept(signal);
        } catch (RuntimeException | Error defect) {
            LOG.log(System.Logger.Level.ERROR, "[LlamaService] failed on " + signal, defect);
        }
    }
}
