package dev.recua.supervisor.child;

import dev.recua.supervisor.Subscription;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Those who are told something as it happens. Whoever tells them never waits: each listener has a
/// bounded queue and a virtual thread of its own, and what comes while its queue is full is lost
/// for this listener, counted, and the count is told to it once it goes on.
///
/// Any thread may call everything. A listener that throws is logged and told the next thing.
final class Listeners<T> {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final List<Listener> all = new CopyOnWriteArrayList<>();
    private final String name;
    private final int waiting;
    private final @Nullable LongFunction<T> lost;

    /// @param name    for the threads
    /// @param waiting how many things wait for one listener at most
    /// @param lost    what to tell a listener about the number that it missed; null: nothing
    Listeners(String name, int waiting, @Nullable LongFunction<T> lost) {
        this.name = name;
        this.waiting = waiting;
        this.lost = lost;
    }

    /// From now on `listener` is told, after `first`.
    Subscription add(Consumer<? super T> listener, List<T> first) {
        Listener added = new Listener(listener);
        first.forEach(added::offer);
        all.add(added);
        Thread.ofVirtual().name(name).start(added::run);
        return added::end;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /// Tells every listener; never blocks.
    void tell(T thing) {
        for (Listener listener : all) listener.offer(thing);
    }

    /// What waits is still told; nothing after this is.
    void close() {
        for (Listener listener : all) listener.finish();
    }

    private final class Listener {
        private final Deque<T> queue = new ArrayDeque<>();
        private final Lock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Consumer<? super T> told;
        private long missed;
        private boolean last;
        private boolean ended;

        Listener(Consumer<? super T> told) {
            this.told = told;
        }

        void offer(T thing) {
            locked(
                    () -> {
                        if (last || ended) return;
                        if (queue.size() >= waiting) {
                            missed++;
                            return;
                        }
                        missedOnes().ifPresent(queue::addLast);
                        queue.addLast(thing);
                    });
        }

        void finish() {
            locked(() -> last = true);
        }

        void end() {
            all.remove(this);
            locked(
                    () -> {
                        ended = true;
                        queue.clear();
                    });
        }

        private void locked(Runnable change) {
            lock.lock();
            try {
                change.run();
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        void run() {
            try {
                for (var next = take(); next.isPresent(); next = take()) tell(next.get());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } finally {
                all.remove(this);
            }
        }

        private void tell(T thing) {
            try {
                told.accept(thing);
            } catch (RuntimeException broken) {
                LOG.log(Level.WARNING, "a listener failed name=" + name, broken);
            }
        }

        private Optional<T> take() throws InterruptedException {
            lock.lock();
            try {
                while (true) {
                    if (ended) return Optional.empty();
                    if (!queue.isEmpty()) return Optional.of(queue.removeFirst());
                    Optional<T> missing = missedOnes();
                    if (missing.isPresent() || last) return missing;
                    changed.await();
                }
            } finally {
                lock.unlock();
            }
        }

        /// What to tell about those that were lost since it was last told.
        private Optional<T> missedOnes() {
            long count = missed;
            missed = 0;
            return count == 0 || lost == null ? Optional.empty() : Optional.of(lost.apply(count));
        }
    }
}
