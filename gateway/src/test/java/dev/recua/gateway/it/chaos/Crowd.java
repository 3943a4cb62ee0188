package dev.recua.gateway.it.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Clients that ask one model without a pause, every other time streamed, until they are closed.
final class Crowd implements AutoCloseable {
    /// A client that was refused asks less often, as one that obeys `Retry-After`.
    private static final long REST_MS = 200;

    private static final long THINK_MS = 20;

    private final int port;
    private final String model;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new ArrayList<>();

    /// One request and all that is known of it.
    record Asked(boolean stream, Instant from, Instant to, Ask.Reply reply) {
        /// @param seen the states of the service
        Fate fate(List<StateTable.Seen> seen) {
            return Fate.of(reply, stream, from, to, seen);
        }

        double millis() {
            return java.time.Duration.between(from, to).toNanos() / 1e6;
        }
    }

    Crowd(int port, String model, int count) {
        this.port = port;
        this.model = model;
        for (int i = 0; i < count; i++) {
            boolean streamFirst = i % 2 == 0;
            clients.execute(() -> ask(streamFirst));
        }
    }

    private void ask(boolean streamFirst) {
        boolean stream = streamFirst;
        while (over.getCount() > 0) {
            Asked it = one(stream, "What day comes after Monday?");
            rest(it.reply().status() == 200 ? THINK_MS : REST_MS);
            stream = !stream;
        }
    }

    private void rest(long millis) {
        try {
            var _ = over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes a request more than the steady ones, on the caller's thread.
    Asked one(boolean stream, String text) {
        Instant from = Instant.now();
        Ask.Reply reply = Ask.chat(port, model, stream, text);
        var it = new Asked(stream, from, Instant.now(), reply);
        synchronized (this) {
            asked.add(it);
        }
        return it;
    }

    /// The same on a thread of its own.
    void oneMore(boolean stream, String text) {
        clients.execute(() -> one(stream, text));
    }

    /// All requests that have come to an end so far.
    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// Nobody asks again; waits for what was asked.
    @Override
    public void close() {
        over.countDown();
        clients.close();
    }
}
