package dev.recua.gateway.it.stress;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client: one call after the other until the run is over, over a connection that it keeps as
/// long as it can.
final class Client implements Callable<Integer>, AutoCloseable {
    /// How long a client that was refused asks nothing: less than `Retry-After` says, at least 1 s.
    private static final long REST_MS = 500;

    private final int port;
    private final String name;
    private final Repertoire repertoire;
    private final Tally tally;
    private final CountDownLatch over;
    private @Nullable Connection connection;
    private int calls;

    /// @param over counted down when no new call may begin
    Client(int port, String name, Repertoire repertoire, Tally tally, CountDownLatch over) {
        this.port = port;
        this.name = name;
        this.repertoire = repertoire;
        this.tally = tally;
        this.over = over;
    }

    /// @return how many calls it has made
    @Override
    public Integer call() throws IOException {
        try (this) {
            while (over.getCount() > 0) makeNext();
        }
        return calls;
    }

    /// Makes one call and stays with it to its end.
    void makeNext() throws IOException {
        calls++;
        make(repertoire.next(), "%s-%d".formatted(name, calls));
    }

    private void make(Call call, String requestId) throws IOException {
        Connection open = connected(call.conduct() instanceof Conduct.Slow);
        long began = System.nanoTime();
        Outcome outcome = open.ask(call, requestId);
        double took = (System.nanoTime() - began) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        Verdict verdict = Judge.of(call, requestId, outcome);
        tally.add(call, requestId, verdict, took);
        if (verdict instanceof Verdict.Refused) rest();
        if (!open.isUsable() || call.conduct() instanceof Conduct.Slow) close();
    }

    private Connection connected(boolean slow) throws IOException {
        if (slow) close(); // a small window is asked for before connecting
        @Nullable Connection open = connection;
        if (open == null) {
            open = new Connection(port, slow, over);
            connection = open;
        }
        return open;
    }

    private void rest() {
        try {
            over.await(REST_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (connection != null) connection.close();
        connection = null;
    }
}
