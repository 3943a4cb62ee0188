package dev.recua.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A blocking call that somebody does not wait for: it runs on a virtual thread of its own, and
/// cancelling its future interrupts that thread, which ends the HTTP request.
final class Later {
    private Later() {}

    /// A call that may block.
    @FunctionalInterface
    interface Call<T> {
        T run() throws InterruptedException;
    }

    static <T> CompletableFuture<T> of(Call<T> call) {
        var future = new CompletableFuture<T>();
        AtomicReference<@Nullable Thread> running = new AtomicReference<>();
        Thread worker =
                Thread.ofVirtual()
                        .name("recua-client")
                        .unstarted(
                                () -> {
                                    try {
                                        future.complete(call.run());
                                    } catch (Throwable e) {
                                        future.completeExceptionally(e);
                                    } finally {
                                        running.set(null);
                                    }
                                });
        running.set(worker);
        var unused =
                future.whenComplete(
                        (value, failure) -> {
                            Thread mine = running.get();
                            if (future.isCancelled() && mine != null) mine.interrupt();
                        });
        worker.start();
        return future;
    }
}
