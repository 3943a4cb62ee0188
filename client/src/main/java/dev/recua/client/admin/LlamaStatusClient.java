package dev.recua.client.admin;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatus;
import dev.recua.client.event.Registration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a gateway is, always up to date, as the dashboards that exist already show it: told by the
/// gateway when it changes, never asked for again and again.
///
/// ```java
/// try (LlamaStatusClient status = recua.admin().llamaStatus()) {
///     status.addListener(now -> System.out.println(now.status() + " " + now.models().size()));
///     …
/// }
/// ```
///
/// Before the first news [#isLoading] is true and the others say nothing. When the connection is
/// gone the last news stay, and it comes back as its [Reconnect] says; the gateway then tells the
/// status anew. Any thread may call it; [#view] gives fields that belong together. Whoever opened
/// it
/// closes it, which ends its thread and forgets its listeners.
public final class LlamaStatusClient implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LlamaStatusClient.class.getName());

    private final StatusSource asking;
    private final InstantSource clock;
    private final List<Consumer<LlamaStatusView>> listeners = new CopyOnWriteArrayList<>();
    private final EventSubscription subscription;
    private LlamaStatusView told = LlamaStatusView.LOADING;
    private Instant toldAt;
    private @Nullable Instant lostAt;

    private LlamaStatusClient(
            StatusSource asking,
            InstantSource clock,
            Function<SubscriptionListener<GatewayEvent>, EventSubscription> subscribing) {
        this.asking = asking;
        this.clock = clock;
        this.toldAt = clock.instant();
        this.subscription = subscribing.apply(new News());
    }

    /// @param asking      asks for the status once
    /// @param subscribing begins a subscription for this listener
    static LlamaStatusClient start(
            StatusSource asking,
            InstantSource clock,
            Function<SubscriptionListener<GatewayEvent>, EventSubscription> subscribing) {
        return new LlamaStatusClient(asking, clock, subscribing);
    }

    /// Asks for the status once.
    @FunctionalInterface
    interface StatusSource {
        LlamaStatus ask() throws InterruptedException;
    }

    /// What the subscription tells.
    private final class News implements SubscriptionListener<GatewayEvent> {
        @Override
        public void onEvent(GatewayEvent event) {
            if (event instanceof GatewayEvent.Snapshot(String id, GatewaySnapshot all)) {
                take(all.status().whole());
            } else if (event instanceof GatewayEvent.StatusChanged changed) {
                take(changed.data().data());
            }
        }

        @Override
        public void onConnected() {
            synchronized (LlamaStatusClient.this) {
                lostAt = null;
            }
        }

        @Override
        public void onDisconnected(String why, Optional<Duration> again) {
            synchronized (LlamaStatusClient.this) {
                if (lostAt == null) lostAt = clock.instant();
            }
        }
    }

    private void take(LlamaStatus status) {
        LlamaStatusView now = LlamaStatusView.of(status);
        synchronized (this) {
            told = now;
            toldAt = clock.instant();
        }
        for (Consumer<LlamaStatusView> listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a listener of the status failed", e);
            }
        }
    }

    /// All seven fields as they are now.
    public synchronized LlamaStatusView view() {
        if (told.startedAt() == null) return told;
        Instant until = lostAt == null ? clock.instant() : lostAt;
        long since = Math.max(0, Duration.between(toldAt, until).toSeconds());
        return told.withUptime(told.uptime() + since);
    }

    /// What the gateway does; `initial` before the first news.
    public LlamaServiceStatus status() {
        return view().status();
    }

    /// Every model that the gateway knows; empty before the first news.
    public List<LlamaModel> models() {
        return view().models();
    }

    /// What is wrong with the gateway's models; empty when nothing is.
    public Optional<String> lastError() {
        return Optional.ofNullable(view().lastError());
    }

    /// Restarts of the service that is worst off since it was last well.
    public int retries() {
        return view().retries();
    }

    /// Of the gateway, whole seconds. It goes on while the connection stands.
    public long uptime() {
        return view().uptime();
    }

    /// Of the gateway, ISO 8601; empty before the first news.
    public Optional<String> startedAt() {
        return Optional.ofNullable(view().startedAt());
    }

    /// Whether nothing was told yet.
    public boolean isLoading() {
        return view().isLoading();
    }

    /// Whether the connection to the gateway stands.
    public boolean isConnected() {
        return subscription.isConnected();
    }

    /// The connection, and why it is gone when it is.
    public EventSubscription subscription() {
        return subscription;
    }

    /// Asks the gateway once, now, beside what it tells by itself.
    ///
    /// @return the fields as they are then
    /// @throws dev.recua.client.error.LlmException when there is no answer
    public LlamaStatusView requestLlamaStatus() throws InterruptedException {
        take(asking.ask());
        return view();
    }

    /// Tells `listener` of each news from now on, on the thread that brings it: it must not wait
    /// long.
    public Registration addListener(Consumer<LlamaStatusView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Ends the connection and its thread, and forgets every listener.
    @Override
    public void close() {
        listeners.clear();
        subscription.close();
    }
}
