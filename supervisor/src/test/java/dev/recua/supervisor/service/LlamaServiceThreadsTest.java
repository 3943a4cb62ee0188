package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.watch.LivenessPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads at one service, with real threads and real time behind it.
@Timeout(60)
class LlamaServiceThreadsTest {
    private static final ServicePolicy QUICK =
            new ServicePolicy(
                    new RestartPolicy(
                            5,
                            Duration.ofMillis(1),
                            Duration.ofMillis(5),
                            0,
                            Duration.ofSeconds(60)),
                    new LivenessPolicy(Duration.ZERO, 3, Duration.ZERO, Duration.ofSeconds(1)),
                    Duration.ofSeconds(1));

    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger mostAlive = new AtomicInteger();

    @Test
    void whateverManyThreadsAskForEachIsAnsweredAndOneServerRunsAtMost() throws Exception {
        List<CompletableFuture<Void>> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        LlamaService service = LlamaService.of("qwen", QUICK, this::server);
        for (int caller = 0; caller < 20; caller++) {
            var random = new SplittableRandom(caller);
            callers.add(Thread.ofVirtual().start(() -> ask(service, random, answers)));
        }
        for (Thread caller : callers) caller.join();
        service.close();

        for (CompletableFuture<Void> answer : answers)
            answer.exceptionally(stopped -> null).get(10, TimeUnit.SECONDS);
        assertThat(answers).hasSize(20 * 200);
        assertThat(mostAlive).hasValueLessThanOrEqualTo(1);
        assertThat(alive).hasValue(0);
        assertThat(service.getState().status()).isEqualTo(LlamaServiceStatus.INITIAL);
    }

    @Test
    void whatIsBeingMadeIsAbandonedWhenNobodyWantsItAnyMore() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        LlamaService service =
                LlamaService.of(
                        "qwen",
                        QUICK,
                        () -> {
                            making.countDown();
                            try {
                                new CountDownLatch(1).await();
                                throw new IllegalStateException("never");
                            } catch (InterruptedException stop) {
                                interrupted.complete(true);
                                throw stop;
                            }
                        });
        CompletableFuture<Void> start = service.start();
        making.await();

        service.stop().get(10, TimeUnit.SECONDS);

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(start.handle((ready, why) -> why != null).get(10, TimeUnit.SECONDS)).isTrue();
        service.close();
    }

    @Test
    void anErrorOfWhoeverMakesTheServersIsToldToWhoeverWaits() {
        LlamaService service =
                LlamaService.of(
                        "qwen",
                        QUICK,
                        () -> {
                            throw new NoClassDefFoundError("their/Factory");
                        });

        CompletableFuture<String> why =
                service.start().handle((ready, failed) -> String.valueOf(failed));

        assertThat(why).succeedsWithin(Duration.ofSeconds(10)).asString().contains("their/Factory");
        service.close();
    }

    @Test
    void anErrorOfAListenerDoesNotStopTheService() {
        LlamaService service = LlamaService.of("qwen", QUICK, this::server);
        service.onStateChange(
                state -> {
                    throw new StackOverflowError("of a listener");
                });

        assertThat(service.start()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(10));

        service.close();
        assertThat(alive).hasValue(0);
    }

    private static void ask(
            LlamaService service, SplittableRandom random, List<CompletableFuture<Void>> answers) {
        for (int i = 0; i < 200; i++) {
            answers.add(
                    switch (random.nextInt(4)) {
                        case 0 -> service.stop();
                        case 1 -> service.kill();
                        default -> service.start();
                    });
            service.getState();
            service.suspect(random.nextInt(50), "by chance");
        }
    }

    /// One that is up at once, and ends as soon as it is asked to.
    private Server server() {
        return new PlayedServer() {
            @Override
            void launched() {
                mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
                comesUp();
            }

            @Override
            void askedToEnd() {
                if (isAlive()) {
                    alive.decrementAndGet();
                    ends(0);
                }
            }
        };
    }
}
