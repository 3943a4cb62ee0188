package dev.recua.supervisor.service;

import dev.recua.supervisor.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who is told. One that throws is logged, and the others are told nevertheless. Safe from any
/// thread.
final class Listeners<T> {
    private static final System.Logger LOG = System.getLogger(LlamaService.class.getName());

    private final List<One<T>> all = new CopyOnWriteArrayList<>();

    Subscription add(Consumer<? super T> listener) {
        One<T> one = new One<>(listener::accept);
        all.add(one);
        return () -> all.remove(one);
    }

    void tell(T news) {
        for (One<T> one : all) {
            try {
                one.listener.accept(news);
            } catch (RuntimeException | Error broken) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "[LlamaService] a listener failed on " + news,
                        broken);
            }
        }
    }

    /// The same listener may be added twice, and each is removed alone.
    private static final class One<T> {
        private final Consumer<T> listener;

        One(Consumer<T> listener) {
            this.listener = listener;
        }
    }
}
