package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.chat.EventSource;
import dev.recua.client.wire.ChatChunk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChatPublisherTest {
    private static final ChatChunk CHUNK =
            new ChatChunk(null, null, 0, null, List.of(), null, null);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final AtomicInteger got = new AtomicInteger();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /// A stream of so many chunks that counts how many were read.
    private ChatStream stream(int chunks) {
        opened.incrementAndGet();
        return ChatStream.of(
                new EventSource() {
                    @Override
                    public boolean hasNext() {
                        return read.get() < chunks;
                    }

                    @Override
                    public ChatChunk next() {
                        read.incrementAndGet();
                        return CHUNK;
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                });
    }

    private void subscribe(int chunks) {
        new ChatPublisher(() -> stream(chunks))
                .subscribe(
                        new Flow.Subscriber<>() {
                            @Override
                            public void onSubscribe(Flow.Subscription given) {
                                subscription.complete(given);
                            }

                            @Override
                            public void onNext(ChatChunk chunk) {
                                got.incrementAndGet();
                            }

                            @Override
                            public void onError(Throwable thrown) {
                                over.completeExceptionally(thrown);
                            }

                            @Override
                            public void onComplete() {
                                over.complete(null);
                            }
                        });
    }

    @Test
    void nothingIsAskedBeforeSomethingIsDemanded() {
        subscribe(3);

        await().during(Duration.ofMillis(100)).until(() -> opened.get() == 0);
    }

    @Test
    void noMoreIsReadThanIsDemanded() throws Exception {
        subscribe(10);

        subscription.join().request(2);
        await().until(() -> got.get() == 2);
        await().during(Duration.ofMillis(100)).until(() -> read.get() == 2);

        subscription.join().request(3);
        await().until(() -> got.get() == 5);
        subscription.join().request(Long.MAX_VALUE);
        subscription.join().request(Long.MAX_VALUE);
        over.get(5, TimeUnit.SECONDS);
        assertThat(got).hasValue(10);
        assertThat(closed).isTrue();
        assertThat(opened).hasValue(1);
    }

    @Test
    void cancellingClosesTheStreamAndSaysNothingMore() {
        subscribe(10);
        subscription.join().request(1);
        await().until(() -> got.get() == 1);

        subscription.join().cancel();
        subscription.join().cancel();
        subscription.join().request(5);

        await().untilTrue(closed);
        await().during(Duration.ofMillis(100)).until(() -> got.get() == 1);
        assertThat(over).isNotDone();
    }

    @Test
    void aDemandForNothingIsAnError() {
        subscribe(10);

        subscription.join().request(0);

        assertThat(over)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThat(opened).hasValue(0);
    }
}
