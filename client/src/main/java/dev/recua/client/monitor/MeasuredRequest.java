package dev.recua.client.monitor;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.Usage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One request while it is counted. It ends once: the first of [#succeeded], [#failed] and
/// [#cancelled] counts, later ones change nothing. Any thread may call it.
///
/// ```java
/// try (MeasuredRequest request = metrics.begin(provider, "/v1/chat/completions", model)) {
///     ChatResponse answer = ask();
///     request.succeeded(200, answer.usage());
///     return answer;
/// } catch (LlmException e) …
/// ```
public final class MeasuredRequest implements AutoCloseable {
    private static final long NONE = -1;

    private final Metrics metrics;
    private final ProviderType provider;
    private final long began;
    private final @Nullable RequestEvent event;
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicLong untilFirst = new AtomicLong(NONE);
    private final AtomicBoolean over = new AtomicBoolean();

    MeasuredRequest(
            Metrics metrics, ProviderType provider, long began, @Nullable RequestEvent event) {
        this.metrics = metrics;
        this.provider = provider;
        this.began = began;
        this.event = event;
    }

    /// The first part of the answer is there. Only the first call counts.
    public void firstEvent() {
        untilFirst.compareAndSet(NONE, metrics.nanosSince(began));
    }

    /// It is sent again.
    public void retried() {
        retries.incrementAndGet();
        metrics.retried(provider);
    }

    /// The whole answer is there.
    ///
    /// @param status of the answer
    /// @param usage  its tokens; null when the server did not count
    public void succeeded(int status, @Nullable Usage usage) {
        if (!over.compareAndSet(false, true)) return;
        firstEvent();
        metrics.succeeded(provider, metrics.nanosSince(began), Optional.ofNullable(usage));
        if (event != null) commit(event, "success", status, null, usage);
    }

    /// It was given up.
    public void failed(LlmException error) {
        if (!over.compareAndSet(false, true)) return;
        metrics.failed(provider, error.type());
        if (event != null) {
            commit(event, "failure", error.status().orElse(0), error.type().name(), null);
        }
    }

    /// Its caller does not want it any more, which is nobody's error. Nothing after an end.
    public void cancelled() {
        if (!over.compareAndSet(false, true)) return;
        metrics.cancelled(provider);
        if (event != null) commit(event, "cancelled", 0, null, null);
    }

    /// The same as [#cancelled].
    @Override
    public void close() {
        cancelled();
    }

    private void commit(
            RequestEvent told,
            String outcome,
            int status,
            @Nullable String errorType,
            @Nullable Usage usage) {
        told.end();
        if (!told.shouldCommit()) return;
        told.outcome = outcome;
        told.status = status;
        told.errorType = errorType;
        told.retries = retries.get();
        told.timeToFirstEvent = untilFirst.get();
        if (usage != null) {
            told.promptTokens = usage.promptTokens();
            told.completionTokens = usage.completionTokens();
        }
        told.commit();
    }
}
