package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ListenersTest {

    private final Listeners<String> listeners = listeners(new Listeners.Room(3, 1000));
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void aListenerHearsEverythingInOrderAfterWhatWasBefore() {
        listeners.add(heard::add, List.of("before"));

        listeners.tell("one");
        await().until(() -> heard.size() == 2);
        listeners.tell("two");

        await().untilAsserted(() -> assertThat(heard).containsExactly("before", "one", "two"));
    }

    @Test
    void aSlowListenerHoldsNobodyUpAndIsToldHowManyItMissed() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        listeners.add(
                thing -> {
                    heard.add(thing);
                    busy.countDown();
                    waitFor(goOn);
                },
                List.of());
        listeners.tell("0");
        busy.await();

        for (int i = 1; i <= 10; i++) listeners.tell(Integer.toString(i));
        goOn.countDown();

        await().untilAsserted(
                        () -> assertThat(heard).containsExactly("0", "1", "2", "3", "missed 7"));
    }

    @Test
    void aListenerThatThrowsHearsTheNextAndOthersAreNotHarmed() {
        listeners.add(
                thing -> {
                    heard.add("bad " + thing);
                    throw new IllegalStateException("thrown by the test");
                },
                List.of());
        listeners.add(thing -> heard.add("good " + thing), List.of());

        listeners.tell("1");
        listeners.tell("2");

        await().untilAsserted(
                        () ->
                                assertThat(heard)
                                        .containsExactlyInAnyOrder(
                                                "bad 1", "bad 2", "good 1", "good 2"));
    }

    @Test
    void aClosedSubscriptionHearsNothingMoreAndMayBeClosedTwice() {
        Subscription subscription = listeners.add(heard::add, List.of());
        subscription.close();
        subscription.close();

        listeners.tell("late");

        assertThat(listeners.isEmpty()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void whatWaitedIsStillToldAtTheEndAndTheThreadsEnd() {
        listeners.add(heard::add, List.of("a", "b"));
        listeners.close();
        listeners.tell("late");

        await().until(listeners::isEmpty);
        assertThat(heard).containsExactly("a", "b");
    }

    /// A child that dies at once has ended before anybody could listen to it.
    @Test
    void whoBeginsAfterTheEndHearsWhatWasBeforeAndItsThreadEnds() {
        listeners.close();

        listeners.add(heard::add, List.of("before"));

        await().until(listeners::isEmpty);
        listeners.tell("late");
        assertThat(heard).containsExactly("before");
    }

    @Test
    void bigThingsFillTheQueueSoonerThanSmallOnes() throws Exception {
        Listeners<String> narrow = listeners(new Listeners.Room(1000, 10));
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        narrow.add(
                thing -> {
                    heard.add(thing);
                    busy.countDown();
                    waitFor(goOn);
                },
                List.of());
        narrow.tell("0");
        busy.await();

        narrow.tell("123456789");
        narrow.tell("one more, since there was room");
        narrow.tell("too much");
        goOn.countDown();

        await().untilAsserted(
                        () ->
                                assertThat(heard)
                                        .containsExactly(
                                                "0",
                                                "123456789",
                                                "one more, since there was room",
                                                "missed 1"));
    }

    private static Listeners<String> listeners(Listeners.Room room) {
        return new Listeners<>("test", room, String::length, n -> "missed " + n);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
