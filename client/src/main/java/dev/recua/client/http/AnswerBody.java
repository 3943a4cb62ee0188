package dev.recua.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer as they come. Nothing is asked of the connection before somebody reads,
/// and then one buffer at a time: a reader that stops makes the server stop.
///
/// A read waits as long as the call's [Patience] says and then ends the request with a
/// [HttpTimeoutException]; an interrupt ends it with an [InterruptedIOException] and stays set. One
/// thread reads; any thread may [#close], which ends the request at once and wakes the reader.
final class AnswerBody extends InputStream implements BodySubscriber<AnswerBody> {
    private final Place place;
    private final HttpHeaders headers;
    private final Deadline deadline;
    private final Runnable onEnd;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> here = new ArrayDeque<>();
    private final Object lock = new Object();
    private @Nullable Subscription subscription;
    private boolean wanted;
    private boolean ended;
    private @Nullable IOException failure;

    /// What the connection tells the reader.
    private sealed interface Signal {
        record Bytes(List<ByteBuffer> buffers) implements Signal {}

        record End() implements Signal {}

        record Failed(IOException cause) implements Signal {}
    }

    /// @param onEnd told when nothing more will come, perhaps more than once
    AnswerBody(Place place, HttpHeaders headers, Deadline deadline, Runnable onEnd) {
        this.place = place;
        this.headers = headers;
        this.deadline = deadline;
        this.onEnd = onEnd;
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        boolean askNow;
        synchronized (lock) {
            subscription = given;
            askNow = wanted;
        }
        if (askNow) given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Bytes(buffers));
    }

    @Override
    public void onError(Throwable thrown) {
        over(false);
        signals.add(
                new Signal.Failed(thrown instanceof IOException e ? e : new IOException(thrown)));
    }

    @Override
    public void onComplete() {
        over(true);
        signals.add(new Signal.End());
    }

    private void over(boolean whole) {
        if (whole) place.endWhole(headers);
        else place.end();
        onEnd.run();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        ByteBuffer from = filled();
        if (from == null) return -1;
        int count = Math.min(length, from.remaining());
        from.get(into, offset, count);
        return count;
    }

    @Override
    public int available() {
        ByteBuffer first = here.peek();
        return first == null ? 0 : first.remaining();
    }

    /// A buffer with bytes; null at the end.
    private @Nullable ByteBuffer filled() throws IOException {
        while (true) {
            throwIfFailed();
            ByteBuffer first = here.peek();
            if (first != null && first.hasRemaining()) return first;
            if (first != null) {
                here.remove();
                continue;
            }
            if (ended) return null;
            ask();
            switch (awaited()) {
                case Signal.Bytes bytes -> {
                    answered();
                    here.addAll(bytes.buffers());
                }
                case Signal.End end -> ended = true;
                case Signal.Failed failed -> fail(failed.cause());
            }
        }
    }

    private void throwIfFailed() throws IOException {
        IOException broken;
        synchronized (lock) {
            broken = failure;
        }
        if (broken != null) throw broken;
    }

    private void ask() {
        Subscription known;
        synchronized (lock) {
            if (wanted) return;
            wanted = true;
            known = subscription;
        }
        if (known != null) known.request(1);
    }

    private void answered() {
        synchronized (lock) {
            wanted = false;
        }
    }

    private Signal awaited() throws IOException {
        try {
            @Nullable Duration limit = deadline.left();
            if (limit == null) return signals.take();
            Signal signal = signals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (signal != null) return signal;
            throw end(new HttpTimeoutException(deadline.words()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("the reader was interrupted");
            interrupted.initCause(stop);
            throw end(interrupted);
        }
    }

    private IOException end(IOException why) {
        fail(why);
        cancel();
        return why;
    }

    private void fail(IOException why) {
        synchronized (lock) {
            if (failure == null) failure = why;
        }
    }

    private void cancel() {
        Subscription known;
        synchronized (lock) {
            known = subscription;
        }
        if (known != null) known.cancel();
        over(false);
    }

    /// Ends the request, unless the answer was read to its end.
    @Override
    public void close() {
        var closed = new IOException("the answer was closed");
        fail(closed);
        cancel();
        signals.add(new Signal.Failed(closed));
    }
}
