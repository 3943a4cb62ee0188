package dev.recua.supervisor.server;

import dev.recua.supervisor.args.Dialect;
import dev.recua.supervisor.child.Child;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.ChildState;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.engine.Engine;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One llama-server process of ours: started, asked, and ended. Source 003's `LlamaServer`.
///
/// ```java
/// var args = LlamaServerArgs.builder().model(Path.of("tiny.gguf")).alias("tiny").build();
/// try (var server = LlamaServer.of(args)) {
///     server.start();
///     System.out.println(server.chatCompletions(ChatRequest.of("tiny", "Hi", it -> {})).text());
/// }
/// ```
///
/// It starts once: a second start is an [IllegalStateException], and so is every use after
/// [#close]. It never restarts by itself; `dev.recua.supervisor.service` does that.
///
/// Any thread may call any method. The process does not outlive this JVM: a program that leaves
/// ends it by a shutdown hook (not for [#of(ChildSpec)], whose caller has an order of leaving), and
/// one that is killed closes its stdin, at which the engine ends itself.
public final class LlamaServer extends AskableServer {

    private final Plan plan;
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private @Nullable Child child;
    private boolean begun;
    private volatile boolean closed;

    private LlamaServer(Plan plan) {
        this.plan = plan;
    }

    /// One that will run `binary` with these words as they are. Nothing is started yet, nothing
    /// looked at.
    ///
    /// @throws IllegalArgumentException when the words carry a secret: see [#of(Engine,
    ///     LlamaServerArgs)]
    public static LlamaServer of(Path binary, LlamaServerArgs args) {
        return of(binary, args, ChildLimits.DEFAULT);
    }

    /// The same with other limits.
    public static LlamaServer of(Path binary, LlamaServerArgs args, ChildLimits limits) {
        return new LlamaServer(new Plan.OfArgs(binary, args, limits, Optional.empty()));
    }

    /// One that will run `engine`, whose options are known: what it calls otherwise is said in its
    /// own words, secrets go by the environment, and a word that it does not know fails the start
    /// before there is a process.
    public static LlamaServer of(Engine engine, LlamaServerArgs args) {
        return of(engine, args, ChildLimits.DEFAULT);
    }

    /// The same with other limits.
    public static LlamaServer of(Engine engine, LlamaServerArgs args, ChildLimits limits) {
        return new LlamaServer(
                new Plan.OfArgs(
                        engine.binary(), args, limits, Optional.of(Dialect.of(engine.flags()))));
    }

    /// One that will run the llama-server of this machine: `RECUA_ENGINE`, else the first on the
    /// `PATH`, else one that Recua installed. Asks it for its options, which takes a moment.
    ///
    /// @throws ServerException.IoError when there is none, naming every place that was looked at
    /// @throws InterruptedException when the caller should stop waiting
    public static LlamaServer of(LlamaServerArgs args)
            throws ServerException, InterruptedException {
        return of(UsualEngine.find(), args);
    }

    /// One that will run `spec` as it is: its folders are the caller's, and so is ending it when
    /// this JVM leaves.
    public static LlamaServer of(ChildSpec spec) {
        return new LlamaServer(new Plan.OfSpec(spec));
    }

    @Override
    public CompletableFuture<StartOutcome> launch() {
        synchronized (this) {
            if (closed) throw new IllegalStateException(plan.name() + " was closed");
            if (begun)
                throw new IllegalStateException(
                        plan.name() + " was started before; a LlamaServer starts once");
            begun = true;
            try {
                return begin();
            } catch (RuntimeException broken) {
                exited.complete(neverRan(false));
                throw broken;
            }
        }
    }

    private CompletableFuture<StartOutcome> begin() {
        return switch (plan.prepare()) {
            case Plan.Refused(StartFailure why) -> {
                exited.complete(neverRan(false));
                yield CompletableFuture.completedFuture(new StartOutcome.StartFailed(why));
            }
            case Plan.Go go -> begin(go);
        };
    }

    private CompletableFuture<StartOutcome> begin(Plan.Go go) {
        Child launched = Child.launch(go.spec());
        child = launched;
        Optional<JvmGuard> guard = go.guarded() ? guard(launched) : Optional.empty();
        var unused = launched.exited().thenAccept(exit -> leave(exit, guard, go.folder()));
        return launched.started();
    }

    private void leave(Exit exit, Optional<JvmGuard> guard, Optional<WorkFolder> folder) {
        try {
            guard.ifPresent(JvmGuard::release);
            folder.ifPresent(WorkFolder::delete);
        } finally {
            exited.complete(exit);
        }
    }

    /// A JVM that leaves already takes no more hooks: what was started now ends now.
    private Optional<JvmGuard> guard(Child launched) {
        try {
            return Optional.of(JvmGuard.of(this, plan.name()));
        } catch (IllegalStateException leaving) {
            var unused = launched.kill();
            return Optional.empty();
        }
    }

    /// Starts it and waits until it takes requests.
    ///
    /// @throws ServerException when it does not; then nothing of it is left
    /// @throws InterruptedException when the caller should stop waiting; it is killed then
    /// @throws IllegalStateException when it was started before, or closed
    public void start() throws ServerException, InterruptedException {
        CompletableFuture<StartOutcome> outcome = launch();
        try {
            switch (outcome.get()) {
                case StartOutcome.Ready ready -> {}
                case StartOutcome.StartFailed(StartFailure why) -> {
                    exited.get();
                    throw ServerException.of(why);
                }
            }
        } catch (InterruptedException stop) {
            var unused = kill();
            throw stop;
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited.copy();
    }

    @Override
    public CompletableFuture<Exit> stop(Duration grace) {
        return order(running -> running.stop(grace));
    }

    @Override
    public CompletableFuture<Exit> terminate() {
        return order(Child::terminate);
    }

    @Override
    public CompletableFuture<Exit> kill() {
        return order(Child::kill);
    }

    /// Stops it within the grace of its limits and waits for its end. Closing twice is harmless;
    /// every other use afterwards is an [IllegalStateException]. An interrupt meanwhile kills it,
    /// and the thread stays interrupted.
    @Override
    public void close() {
        closed = true;
        closeCalls();
        CompletableFuture<Exit> end = stop(plan.limits().stopGrace());
        try {
            end.get();
        } catch (InterruptedException stop) {
            kill().join();
            Thread.currentThread().interrupt();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Tells the child; one that was not launched yet never will be.
    private CompletableFuture<Exit> order(Function<Child, CompletableFuture<Exit>> order) {
        Optional<Child> told;
        synchronized (this) {
            if (!begun) exited.complete(neverRan(true));
            begun = true;
            told = child();
        }
        if (told.isPresent()) {
            var unused = order.apply(told.get());
        }
        return exited();
    }

    private static Exit neverRan(boolean asked) {
        return new Exit(Exit.NEVER_RAN, asked, Instant.now(), Duration.ZERO, List.of());
    }

    /// Its process with its log; empty before it was launched.
    public synchronized Optional<Child> child() {
        return Optional.ofNullable(child);
    }

    /// What it was made of; empty when that was a [ChildSpec].
    public Optional<LlamaServerArgs> serverArgs() {
        return plan.args();
    }

    @Override
    public URI baseUrl() {
        int port = child().map(Child::port).orElse(0);
        return plan.host().url(port > 0 ? port : plan.expectedPort());
    }

    @Override
    public Optional<String> apiKey() {
        return child().map(Child::apiKey).filter(key -> !key.isEmpty());
    }

    @Override
    public OptionalLong pid() {
        return child().map(Child::pid).orElse(OptionalLong.empty());
    }

    /// {@inheritDoc} The start of 1970 before that.
    @Override
    public Instant startedAt() {
        return child().map(Child::startedAt).orElse(Instant.EPOCH);
    }

    @Override
    public List<String> args() {
        return child().map(Child::args).orElse(List.of());
    }

    @Override
    public List<String> lastLines(int n) {
        return child().map(running -> running.lastLines(n)).orElse(List.of());
    }

    @Override
    public boolean adopted() {
        return false;
    }

    /// The binary and its arguments as a person would type them: secrets are masked. The port is
    /// the one that was chosen, 0 before it is; of a [ChildSpec] the words are known when it runs.
    public String commandLine() {
        return plan.commandLine(args());
    }

    /// Its port is another program's as soon as it has ended, and would get our key.
    @Override
    void check() throws ServerException {
        Child asked = child().orElseThrow(ServerException.ServerNotReady::new);
        switch (asked.state()) {
            case ChildState.Starting starting -> throw new ServerException.ServerNotReady();
            case ChildState.Ready ready -> {}
            case ChildState.Stopping stopping -> throw ended(asked);
            case ChildState.Ended ended -> throw ended(asked);
        }
    }

    private ServerException ended(Child asked) {
        Exit exit = exited.getNow(null);
        String how = exit == null ? "is ending" : "has ended: " + exit.describe();
        return new ServerException.ClientError(new ConnectException(asked.model() + " " + how));
    }

    /// `LlamaServer[tiny at http://127.0.0.1:8080, pid 4312]`, without any secret.
    @Override
    public String toString() {
        OptionalLong pid = pid();
        return "LlamaServer[%s at %s, %s]"
                .formatted(
                        plan.name(),
                        baseUrl(),
                        pid.isPresent() ? "pid " + pid.getAsLong() : "not started");
    }
}
