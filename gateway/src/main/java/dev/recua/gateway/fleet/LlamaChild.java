package dev.recua.gateway.fleet;

import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.child.Child;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A supervised llama-server, in the words of the gateway.
final class LlamaChild implements Running {
    private final ModelId model;
    private final Child child;
    private final String engine;

    LlamaChild(ModelId model, Child child, String engine) {
        this.model = model;
        this.child = child;
        this.engine = engine;
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public long pid() {
        return child.pid().orElse(0);
    }

    @Override
    public int port() {
        return child.port();
    }

    @Override
    public String apiKey() {
        return child.apiKey();
    }

    @Override
    public Instant startedAt() {
        return child.startedAt();
    }

    @Override
    public List<String> args() {
        return child.args();
    }

    @Override
    public OptionalLong rss() {
        return child.rss();
    }

    @Override
    public CompletableFuture<Optional<LoadFailure>> started() {
        return child.started()
                .thenApply(
                        outcome ->
                                switch (outcome) {
                                    case StartOutcome.Ready _ -> Optional.empty();
                                    case StartOutcome.StartFailed(var failure) ->
                                            Optional.of(translate(failure));
                                });
    }

    @Override
    public CompletableFuture<Departure> gone() {
        return child.exited().thenApply(LlamaChild::translate);
    }

    @Override
    public void stop() {
        var _ = child.stop();
    }

    @Override
    public void terminate() {
        var _ = child.terminate();
    }

    @Override
    public void kill() {
        var _ = child.kill();
    }

    @Override
    public String toString() {
        return "llama-server of " + model.value() + ", pid " + pid();
    }

    private static LoadFailure translate(StartFailure failure) {
        boolean late = failure.cause() == StartFailure.Cause.TIMEOUT;
        return new LoadFailure(
                late ? LoadFailure.Kind.TIMEOUT : LoadFailure.Kind.FAILED,
                failure.message() + ". " + failure.next(),
                failure.cause().name().toLowerCase(Locale.ROOT),
                failure.lasting(),
                code(failure.exitCode()),
                failure.log());
    }

    private static Departure translate(Exit exit) {
        return Departure.of(exit.describe(), code(exit.code()), exit.lastLines());
    }

    private static OptionalInt code(int code) {
        return code == Exit.NEVER_RAN ? OptionalInt.empty() : OptionalInt.of(code);
    }
}
