package dev.recua.gateway.fleet;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.server.Server;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A server that is only named: nothing becomes of it.
enum NoServer implements Server {
    AT_ALL;

    @Override
    public CompletableFuture<StartOutcome> launch() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Exit> stop(Duration grace) {
        return exited();
    }

    @Override
    public CompletableFuture<Exit> terminate() {
        return exited();
    }

    @Override
    public CompletableFuture<Exit> kill() {
        return exited();
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:1");
    }

    @Override
    public Optional<String> apiKey() {
        return Optional.empty();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public List<String> args() {
        return List.of();
    }

    @Override
    public List<String> lastLines(int n) {
        return List.of();
    }

    @Override
    public boolean adopted() {
        return false;
    }
}
