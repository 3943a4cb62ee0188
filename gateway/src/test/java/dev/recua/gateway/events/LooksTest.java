package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LooksTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger looks = new AtomicInteger();
    private final LinkedBlockingQueue<Integer> used = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void itLooksAgainAfterALookThatFailedAndAfterOneThatNobodyCouldUse() throws Exception {
        var looking =
                new Looks<>(
                        vertx,
                        vertx.getOrCreateContext(),
                        Duration.ofMillis(1),
                        this::look,
                        this::use);

        looking.again();
        await().until(() -> looks.get() == 1);
        looking.again();
        assertThat(used.poll(5, TimeUnit.SECONDS)).isEqualTo(2);
        looking.again();
        assertThat(used.poll(5, TimeUnit.SECONDS)).isEqualTo(3);
    }

    private int look() {
        int nth = looks.incrementAndGet();
        if (nth == 1) throw new IllegalStateException("the first look fails");
        return nth;
    }

    private void use(int found) {
        used.add(found);
        if (found == 2) throw new IllegalStateException("the second cannot be used");
    }
}
