package dev.recua.client.provider;

import dev.recua.client.ChatStream;
import dev.recua.client.chat.EventSource;
import dev.recua.client.error.LlmException;
import dev.recua.client.recovery.Cancellation;
import dev.recua.client.recovery.CircuitBreaker;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.Recovery;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream that goes to the next provider when one fails before anything of its answer was given.
/// One thread reads; any thread may [#close].
final class FailoverEvents implements EventSource {
    private final ChatRequest request;
    private final Round round;
    private final Consumer<Seat> answering;
    private volatile @Nullable Open open;
    private final Cancellation cancellation = new Cancellation();
    private @Nullable RuntimeException failure;
    private volatile boolean begun;

    /// A provider's stream, and whether it was told what came of it.
    private record Open(Seat seat, ChatStream stream, AtomicBoolean settled) {
        void settle(Consumer<CircuitBreaker> outcome) {
            if (settled.compareAndSet(false, true)) outcome.accept(seat.health().breaker());
        }
    }

    /// @param answering is told who answers
    FailoverEvents(ChatRequest request, Round round, Consumer<Seat> answering) {
        this.request = request;
        this.round = round;
        this.answering = answering;
    }

    /// Asks one provider after another until one accepts the request.
    void connect() throws InterruptedException {
        cancellation.during(this::connectToNext);
    }

    private void connectToNext() throws InterruptedException {
        while (true) {
            Seat seat = round.next();
            try {
                ChatRequest asked = round.forSeat(request, seat);
                use(new Open(seat, seat.client().chatStream(asked), new AtomicBoolean()));
                return;
            } catch (LlmException failed) {
                seat.health().failed(failed);
                round.failed(seat, failed);
            } catch (InterruptedException | RuntimeException stopped) {
                seat.health().breaker().abandoned();
                throw stopped;
            }
        }
    }

    private void use(Open next) {
        open = next;
        if (!cancellation.isCancelled()) return;
        next.settle(CircuitBreaker::abandoned);
        next.stream().close();
        throw new CancellationException("the stream was closed");
    }

    List<Recovery> recoveries() {
        Open now = open;
        return now == null ? List.of() : round.told(now.seat(), now.stream().recoveries());
    }

    @Override
    public int malformedEvents() {
        Open now = open;
        return now == null ? 0 : now.stream().malformedEvents();
    }

    @Override
    public boolean hasNext() {
        if (failure != null) throw failure;
        try {
            return look();
        } catch (RuntimeException failed) {
            failure = failed;
            current().settle(CircuitBreaker::abandoned);
            throw failed;
        }
    }

    private boolean look() {
        while (true) {
            Open now = current();
            try {
                boolean more = now.stream().hasNext();
                if (!more) now.settle(CircuitBreaker::answered);
                return more;
            } catch (LlmException failed) {
                now.settle(told -> now.seat().health().failed(failed));
                if (begun) throw failed;
                moveOn(now, failed);
            }
        }
    }

    private Open current() {
        Open now = open;
        if (now == null) throw new IllegalStateException("connect() first");
        return now;
    }

    private void moveOn(Open from, LlmException failed) {
        from.stream().close();
        round.failed(from.seat(), failed);
        try {
            connect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var given = new CancellationException("the reader was interrupted");
            given.initCause(e);
            throw given;
        }
    }

    @Override
    public ChatChunk next() {
        Open now = current();
        ChatChunk chunk = now.stream().next();
        if (begun || chunk.promptProgress() != null) return chunk;
        begun = true;
        answering.accept(now.seat());
        List<Recovery> told = round.told(now.seat(), chunk.recoveries());
        return told.isEmpty() ? chunk : chunk.withRecoveries(told);
    }

    @Override
    public void close() {
        cancellation.cancel();
        Open now = open;
        if (now == null) return;
        now.settle(begun ? CircuitBreaker::answered : CircuitBreaker::abandoned);
        now.stream().close();
    }
}
