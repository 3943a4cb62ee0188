package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.Subscription;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A llama-server that stays up. SIGNATURES ONLY in this commit.
public final class LlamaService implements AutoCloseable {
    private final String name;
    private final ServicePolicy policy;

    private LlamaService(String name, ServicePolicy policy) {
        this.name = name;
        this.policy = policy;
    }

    public LlamaService(LlamaServerConfig config) {
        this(config.host() + ":" + config.port(), config.policy());
    }

    public static LlamaService of(String name, ServicePolicy policy, ServerFactory servers) {
        return new LlamaService(name, policy);
    }

    public static LlamaService open(LlamaServerConfig config) {
        return new LlamaService(config);
    }

    public CompletableFuture<Void> start() {
        throw new UnsupportedOperationException(name);
    }

    public CompletableFuture<Void> stop() {
        throw new UnsupportedOperationException(name);
    }

    public CompletableFuture<Void> terminate() {
        throw new UnsupportedOperationException(name);
    }

    public CompletableFuture<Void> kill() {
        throw new UnsupportedOperationException(name);
    }

    public LlamaServiceState getState() {
        return new LlamaServiceState(
                LlamaServiceStatus.INITIAL,
                List.of(),
                null,
                0,
                policy.restart().max(),
                0,
                null,
                false);
    }

    public Subscription onStateChange(Consumer<LlamaServiceState> listener) {
        throw new UnsupportedOperationException(name);
    }

    public Subscription onChange(Consumer<ServiceChange> listener) {
        throw new UnsupportedOperationException(name);
    }

    public Optional<Server> server() {
        return Optional.empty();
    }

    public void suspect(long generation, String why) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void close() {}
}
