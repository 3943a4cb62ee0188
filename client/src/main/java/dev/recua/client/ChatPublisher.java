package dev.recua.client;

import dev.recua.client.wire.ChatChunk;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A streamed answer as a publisher. Each subscription is one request: sent when something is
/// demanded, read on a virtual thread of its own no further than demand goes, ended at once by
/// cancelling. The end of an answer is known when somebody demands what comes after its last chunk.
final class ChatPublisher implements Flow.Publisher<ChatChunk> {
    private final Later.Call<ChatStream> opening;

    ChatPublisher(Later.Call<ChatStream> opening) {
        this.opening = opening;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChatChunk> subscriber) {
        subscriber.onSubscribe(new Reading(opening, subscriber));
    }

    /// One subscription: its thread alone tells the subscriber anything.
    private static final class Reading implements Flow.Subscription {
        private final Later.Call<ChatStream> opening;
        private final Flow.Subscriber<? super ChatChunk> subscriber;
        private final Semaphore demand = new Semaphore(0);
        private final AtomicBoolean started = new AtomicBoolean();
        private final Thread reader;
        private volatile boolean cancelled;
        private volatile @Nullable IllegalArgumentException wrongDemand;

        Reading(Later.Call<ChatStream> opening, Flow.Subscriber<? super ChatChunk> subscriber) {
            this.opening = opening;
            this.subscriber = subscriber;
            this.reader = Thread.ofVirtual().name("recua-client").unstarted(this::read);
        }

        @Override
        public void request(long count) {
            if (cancelled) return;
            if (count < 1) {
                wrongDemand =
                        new IllegalArgumentException("demand must be at least 1, was " + count);
                demand.release();
            } else {
                add(count);
            }
            if (started.compareAndSet(false, true)) reader.start();
        }

        /// More than two thousand million are as good as endless.
        private synchronized void add(long count) {
            int room = Integer.MAX_VALUE - 1 - demand.availablePermits();
            demand.release((int) Math.min(count, Math.max(0, room)));
        }

        @Override
        public void cancel() {
            cancelled = true;
            reader.interrupt();
        }

        private void read() {
            try {
                pass();
            } catch (InterruptedException stop) {
                if (!cancelled) subscriber.onError(stop);
            } catch (Throwable e) {
                if (!cancelled) subscriber.onError(e);
            }
        }

        private void pass() throws InterruptedException {
            if (cancelled) return;
            awaitDemand();
            try (ChatStream stream = opening.run()) {
                while (stream.hasNext()) {
                    subscriber.onNext(stream.next());
                    awaitDemand();
                }
            }
            if (!cancelled) subscriber.onComplete();
        }

        private void awaitDemand() throws InterruptedException {
            demand.acquire();
            IllegalArgumentException wrong = wrongDemand;
            if (wrong != null) throw wrong;
            if (cancelled) throw new InterruptedException("the subscription was cancelled");
        }
    }
}
