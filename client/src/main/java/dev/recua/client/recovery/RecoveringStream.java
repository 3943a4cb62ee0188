package dev.recua.client.recovery;

import dev.recua.client.chat.ChatCalls;
import dev.recua.client.chat.EventSource;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatChunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// A stream that mends what fails before the first token has reached the caller, and nothing after.
///
/// Chunks that say nothing yet (llama-server begins with one that only names the role) are kept
/// back
/// until one does, so that an answer which is asked for anew does not begin twice; how far the
/// prompt is read is told at once. The first chunk that is given carries `recoveries()`.
///
/// One thread reads; any thread may [#close], also while it waits to be sent again.
public final class RecoveringStream implements EventSource {
    private final ChatCalls calls;
    private final ChatRemedies remedies;
    private final Mending mending;
    private final Cancellation cancellation;
    private final Runnable ended;
    private final Deque<ChatChunk> ready = new ArrayDeque<>();
    private final List<ChatChunk> kept = new ArrayList<>();
    private volatile @Nullable EventSource source;
    private @Nullable RuntimeException failure;
    private int malformed;
    private boolean begun;
    private boolean whole;

    RecoveringStream(
            ChatCalls calls,
            ChatRemedies remedies,
            Mending mending,
            Cancellation cancellation,
            Runnable ended) {
        this.calls = calls;
        this.remedies = remedies;
        this.mending = mending;
        this.cancellation = cancellation;
        this.ended = ended;
    }

    /// What was done so far so that there is an answer, in order.
    public List<Recovered> recoveries() {
        return mending.done();
    }

    /// Whether the server said that the answer is complete.
    public boolean isWhole() {
        return whole;
    }

    /// Of every stream that this one was made of.
    @Override
    public int malformedEvents() {
        EventSource open = source;
        return malformed + (open == null ? 0 : open.malformedEvents());
    }

    /// Sends the request until a server accepts it.
    void open() throws InterruptedException {
        try {
            cancellation.during(this::reopen);
        } catch (RuntimeException | InterruptedException failed) {
            close();
            throw failed;
        }
    }

    private void reopen() throws InterruptedException {
        while (true) {
            try {
                use(remedies.isWhole() ? asked() : streamed());
                return;
            } catch (LlmException failed) {
                mending.after(failed);
            }
        }
    }

    private EventSource streamed() throws InterruptedException {
        return calls.stream(remedies.request(), mending.limit());
    }

    private EventSource asked() throws InterruptedException {
        return AnswerAsEvents.of(calls.chat(remedies.request(), mending.limit()));
    }

    private void use(EventSource next) {
        source = next;
        if (!cancellation.isCancelled()) return;
        next.close();
        throw closed();
    }

    @Override
    public boolean hasNext() {
        if (failure != null) throw failure;
        try {
            while (ready.isEmpty() && !whole) read();
            return !ready.isEmpty();
        } catch (RuntimeException failed) {
            failure = failed;
            throw failed;
        }
    }

    @Override
    public ChatChunk next() {
        if (!hasNext()) throw new NoSuchElementException("the answer is complete");
        return ready.remove();
    }

    private void read() {
        EventSource from = source;
        if (from == null || cancellation.isCancelled()) throw closed();
        try {
            if (from.hasNext()) {
                accept(from.next());
            } else {
                whole = true;
                mending.answered();
                give();
            }
        } catch (LlmException failed) {
            mend(from, failed);
        }
    }

    private void accept(ChatChunk chunk) {
        if (begun || (chunk.promptProgress() != null && !saysSomething(chunk))) {
            ready.add(chunk);
        } else {
            kept.add(chunk);
            if (saysSomething(chunk)) {
                mending.tokenGiven();
                give();
            }
        }
    }

    /// Lets go what was kept back.
    private void give() {
        begun = true;
        if (!kept.isEmpty() && !recoveries().isEmpty()) {
            kept.set(0, kept.getFirst().withRecoveries(recoveries()));
        }
        ready.addAll(kept);
        kept.clear();
    }

    /// Whether a chunk is a part of the answer that cannot be taken back.
    private static boolean saysSomething(ChatChunk chunk) {
        return chunk.usage() != null || chunk.choices().stream().anyMatch(Piece::saysSomething);
    }

    private void mend(EventSource broken, LlmException failed) {
        broken.close();
        kept.clear();
        malformed += broken.malformedEvents();
        source = null;
        try {
            cancellation.during(
                    () -> {
                        mending.after(failed);
                        reopen();
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var given = new CancellationException("the reader was interrupted while it waited");
            given.initCause(e);
            throw given;
        }
    }

    private static CancellationException closed() {
        return new CancellationException("the stream was closed");
    }

    @Override
    public void close() {
        cancellation.cancel();
        ended.run();
        EventSource open = source;
        if (open != null) open.close();
    }
}
