package dev.recua.gateway.events;

import dev.recua.client.admin.LogLine;
import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.Subscription;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Log lines on their way to whoever reads them live: the gateway's own, and those of engines, with
/// their secrets masked already.
///
/// Lines may come faster than anybody reads. Up to [#WAITING] wait for each reader; beyond that the
/// oldest make way, and the reader is told how many. Nobody who writes a line ever waits. Safe from
/// any thread.
public final class LogFeed {
    /// How many lines may wait for one reader.
    static final int WAITING = 512;

    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    /// @param clock for the line that tells of those that were left out
    public LogFeed(InstantSource clock) {
        this.clock = clock;
    }

    /// A line was written.
    public void tell(LogLine line) {
        for (Reader reader : readers) reader.offer(line);
    }

    /// Whether anybody reads: else no line needs to be made.
    public boolean isRead() {
        return !readers.isEmpty();
    }

    /// Reads from now on.
    ///
    /// @param wake called when a line has come after there was none; it must return at once
    Frames read(LogFilter filter, Runnable wake) {
        var reader = new Reader(filter, wake);
        readers.add(reader);
        return reader;
    }

    private final class Reader implements Frames, Subscription {
        private final LogFilter filter;
        private final Runnable wake;
        private final Queue<LogLine> waiting = new ArrayDeque<>();
        private long leftOut;
        private boolean sleeps;

        Reader(LogFilter filter, Runnable wake) {
            this.filter = filter;
            this.wake = wake;
        }

        void offer(LogLine line) {
            if (!filter.wants(line)) return;
            boolean slept;
            synchronized (this) {
                if (waiting.size() == WAITING) {
                    waiting.remove();
                    leftOut++;
                }
                waiting.add(line);
                slept = sleeps;
                sleeps = false;
            }
            if (slept) wake.run();
        }

        @Override
        public Optional<String> next() {
            return take().map(line -> WireJson.mapper().writeValueAsString(line))
                    .map(json -> Frames.event(EventNames.LOG, json));
        }

        private synchronized Optional<LogLine> take() {
            if (leftOut > 0) {
                String text = leftOut + " lines were left out here: they came faster than you read";
                leftOut = 0;
                String now = clock.instant().toString();
                return Optional.of(new LogLine(now, "warn", LogFilter.GATEWAY, text));
            }
            Optional<LogLine> line = Optional.ofNullable(waiting.poll());
            sleeps = line.isEmpty();
            return line;
        }

        @Override
        public void close() {
            readers.remove(this);
        }
    }
}
