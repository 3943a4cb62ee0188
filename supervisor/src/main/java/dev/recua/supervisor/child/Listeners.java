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
import java.util.function.ToIntFunction;
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
    private final Room room;
    private final ToIntFunction<T> size;
    private final @Nullable LongFunction<T> lost;
    private volatile boolean closed;

    /// How much waits for one listener at most.
    ///
    /// @param things how many
    /// @param sum    of their sizes
    record Room(int things, long sum) {}

    /// @param name for the threads
    /// @param size of a thing
    /// @param lost what to tell a listener about the number that it missed; null: nothing
    Listeners(String name, Room room, ToIntFunction<T> size, @Nullable LongFunction<T> lost) {
        this.name = name;
        this.room = room;
        this.size = size;
        this.lost = lost;
    }

    /// From now on `listener` is told, after `first`; only `first`, once this is closed.
    Subscription add(Consumer<? super T> listener, List<T> first) {
        if (closed && first.isEmpty()) return () -> {};
        Listener added = new Listener(listener);
        first.forEach(added::offer);
        all.add(added);
        if (closed) added.finish();
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
        closed = true;
        for (Listener listener : all) listener.finish();
    }

    private final class Listener {
        private final Deque<T> queue = new ArrayDeque<>();
        private final Lock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Consumer<? super T> told;
        private long sum;
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
                        if (queue.size() >= room.things() || sum >= room.sum()) {
                            missed++;
                            return;
                        }
                        missedOnes().ifPresent(this::add);
                        add(thing);
                    });
        }

        private void add(T thing) {
            queue.addLast(thing);
            sum += size.applyAsInt(thing);
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
                    if (!queue.isEmpty()) return Optional.of(remove());
                    Optional<T> missing = missedOnes();
                    if (missing.isPresent() || last) return missing;
                    changed.await();
                }
            } finally {
                lock.unlock();
            }
        }

        private T remove() {
            T first = queue.removeFirst();
            sum -= size.applyAsInt(first);
            return first;
        }

        /// What to tell about those that were lost since it was last told.
        private Optional<T> missedOnes() {
            long count = missed;
            missed = 0;
            return count == 0 || lost == null ? Optional.empty() : Optional.of(lost.apply(count));
        }
    }
}
