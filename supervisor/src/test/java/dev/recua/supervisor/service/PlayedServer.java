package dev.recua.supervisor.service;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.server.Server;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A server that does what a test says, and remembers what was asked of it.
class PlayedServer implements Server {
    static final Instant LAUNCHED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final CompletableFuture<StartOutcome> started = new CompletableFuture<>();
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private final boolean adopted;
    final List<String> asked = new ArrayList<>();
    private boolean launched;

    PlayedServer() {
        this(false);
    }

    PlayedServer(boolean adopted) {
        this.adopted = adopted;
    }

    void comesUp() {
        started.complete(new StartOutcome.Ready(17, 4711, Duration.ofMillis(35)));
    }

    void failsToStart(StartFailure failure) {
        started.complete(new StartOutcome.StartFailed(failure));
    }

    void ends(int code) {
        exited.complete(exit(code));
    }

    /// For those that do something by themselves.
    void launched() {}

    /// Likewise.
    void askedToEnd() {}

    boolean isAlive() {
        return launched && !exited.isDone();
    }

    static Exit exit(int code) {
        return new Exit(
                code,
                false,
                LAUNCHED_AT,
                Duration.ofMillis(1500),
                List.of("one", "the last words"));
    }

    static StartFailure failure(StartFailure.Cause cause) {
        return new StartFailure(cause, "qwen did not start: " + cause, "Do.", 1, List.of("a line"));
    }

    static StartFailure tooLate() {
        return new StartFailure(
                StartFailure.Cause.TIMEOUT,
                "qwen did not become ready in 300s",
                "Wait.",
                Exit.NEVER_RAN,
                List.of());
    }

    @Override
    public CompletableFuture<StartOutcome> launch() {
        if (launched) throw new IllegalStateException("launched twice");
        launched = true;
        asked.add("launch");
        launched();
        return started.copy();
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited.copy();
    }

    @Override
    public CompletableFuture<Exit> stop(Duration grace) {
        asked.add("stop " + grace.toMillis() + "ms");
        askedToEnd();
        return exited.copy();
    }

    @Override
    public CompletableFuture<Exit> terminate() {
        asked.add("terminate");
        askedToEnd();
        return exited.copy();
    }

    @Override
    public CompletableFuture<Exit> kill() {
        asked.add("kill");
        askedToEnd();
        return exited.copy();
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:4711");
    }

    @Override
    public Optional<String> apiKey() {
        return Optional.empty();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(17);
    }

    @Override
    public Instant startedAt() {
        return LAUNCHED_AT;
    }

    @Override
    public List<String> args() {
        return List.of();
    }

    @Override
    public List<String> lastLines(int n) {
        return List.of("its last line");
    }

    @Override
    public boolean adopted() {
        return adopted;
    }
}
