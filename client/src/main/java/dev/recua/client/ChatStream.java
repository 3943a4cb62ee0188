package dev.recua.client;

import dev.recua.client.chat.AnswerBuilder;
import dev.recua.client.chat.EventSource;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.Recovery;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/// A streamed answer: its chunks as they come. [#hasNext()] and [#next()] wait for them, for as
/// long as the client's configuration lets a server be silent. Text and thoughts come piece by
/// piece; a call of a tool comes once, whole.
///
/// It ends only when the server said that the answer is whole. Everything else throws: an error of
/// the server, a stream that stops too early or is silent for too long a
/// `dev.recua.client.error.LlmException`, a stream that was closed, or whose reader was
/// interrupted, a `java.util.concurrent.CancellationException`. After a throw the stream stays
/// failed and throws the same again.
///
/// Nothing of the answer is kept: a stream of any length takes the same memory. One thread reads;
/// any thread may call [#close()], which ends the HTTP request at once and wakes the reader.
/// Whoever asked for the stream closes it.
public final class ChatStream implements Iterator<ChatChunk>, AutoCloseable {
    private final EventSource source;
    private final Supplier<? extends List<? extends Recovery>> recoveries;
    private volatile boolean whole;

    /// @param recoveries what was done so that the answer came, as far as it is known when asked
    ChatStream(EventSource source, Supplier<? extends List<? extends Recovery>> recoveries) {
        this.source = source;
        this.recoveries = recoveries;
    }

    /// A stream over the chunks of somebody else, such as a test or another provider.
    public static ChatStream of(EventSource source) {
        return new ChatStream(source, List::of);
    }

    /// The same where something was done so that the chunks came.
    ///
    /// @param recoveries what, as far as it is known when asked
    public static ChatStream of(
            EventSource source, Supplier<? extends List<? extends Recovery>> recoveries) {
        return new ChatStream(source, recoveries);
    }

    @Override
    public boolean hasNext() {
        if (whole) return false;
        boolean more = source.hasNext();
        whole = !more;
        return more;
    }

    @Override
    public ChatChunk next() {
        if (!hasNext()) throw new NoSuchElementException("the answer is complete");
        return source.next();
    }

    /// Reads what is left to the end.
    ///
    /// @return the answer that these chunks make: the whole one, when nothing was read before
    public ChatResponse readAll() {
        var answer = new AnswerBuilder();
        forEachRemaining(answer::add);
        return answer.build().withRecoveries(recoveries());
    }

    /// Whether the server said that the answer is complete, and all of it was read. False while
    /// chunks may follow.
    public boolean isWhole() {
        return whole;
    }

    /// How many events so far were no chunks of a chat and were left out.
    public int malformedEvents() {
        return source.malformedEvents();
    }

    /// What was done so far so that this answer came; empty when the first try gave it.
    public List<Recovery> recoveries() {
        return List.copyOf(recoveries.get());
    }

    /// Ends the request: the server sees the client leave, unless the answer was whole. Closing
    /// twice does no harm.
    @Override
    public void close() {
        source.close();
    }
}
