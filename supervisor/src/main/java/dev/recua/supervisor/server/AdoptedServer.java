package dev.recua.supervisor.server;

import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.HealthProbe;
import dev.recua.supervisor.child.PortOwner;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.child.StartOutcome;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A llama-server that ran before and is used as it is: watched, never ended.
///
/// [#stop], [#terminate], [#kill] and [#close] only let it go. [#exited] completes then, or when
/// its process ends by itself, which is seen at once where the system tells which process it is;
/// elsewhere whoever watches its `/health` finds out. Any thread may call any method.
public final class AdoptedServer extends AskableServer {
    private final Adoption.LlamaServerThere there;
    private final Optional<String> apiKey;
    private final ChildLimits limits;
    private final CompletableFuture<StartOutcome> started = new CompletableFuture<>();
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Instant adoptedAt = Instant.now();
    private final long since = System.nanoTime();
    private boolean begun;
    private volatile boolean closed;

    private AdoptedServer(
            Adoption.LlamaServerThere there, Optional<String> apiKey, ChildLimits limits) {
        this.there = there;
        this.apiKey = apiKey;
        this.limits = limits;
    }

    /// The server that was found there, without a key, which may load as long as a start may take.
    public static AdoptedServer of(Adoption.LlamaServerThere there) {
        return of(there, Optional.empty(), ChildLimits.DEFAULT);
    }

    /// The server that was found there.
    ///
    /// @param apiKey what it demands; empty when it demands none
    /// @param limits how long it may still load, and how often it is asked meanwhile
    public static AdoptedServer of(
            Adoption.LlamaServerThere there, Optional<String> apiKey, ChildLimits limits) {
        return new AdoptedServer(there, apiKey, limits);
    }

    /// What it told of itself when it was found.
    public ServerFacts facts() {
        return there.facts();
    }

    /// Waits until `/health` answers 200, at most as long as a start may take.
    ///
    /// @return ready, or why not: it ended, was let go, or is not ready in time
    @Override
    public CompletableFuture<StartOutcome> launch() {
        synchronized (this) {
            if (closed) throw new IllegalStateException(name() + " was let go");
            if (begun) throw new IllegalStateException(name() + " was started before");
            begun = true;
        }
        watchProcess();
        Thread.ofVirtual().name("adopt-" + there.port()).start(this::awaitReady);
        return started.copy();
    }

    private void watchProcess() {
        Optional<ProcessHandle> process =
                there.owner().map(PortOwner::pid).flatMap(ProcessHandle::of);
        if (process.isEmpty()) return;
        var unused = process.get().onExit().thenRun(() -> end(false));
    }

    /// Asks at the rhythm of a start; the end of the server ends the wait.
    private void awaitReady() {
        try {
            while (!HealthProbe.isReady(there.host(), there.port(), limits.probeTimeout())) {
                Duration waited = waited();
                if (waited.compareTo(limits.start()) >= 0) {
                    started.complete(new StartOutcome.StartFailed(tooLate()));
                    end(true);
                    return;
                }
                if (over.await(limits.poll().pause(waited).toMillis(), TimeUnit.MILLISECONDS))
                    return;
            }
            started.complete(new StartOutcome.Ready(pid().orElse(0), there.port(), waited()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /// Once, for whichever reason.
    private void end(boolean asked) {
        Exit exit = new Exit(Exit.NOT_OURS, asked, Instant.now(), waited(), List.of());
        started.complete(new StartOutcome.StartFailed(ended(exit)));
        exited.complete(exit);
        over.countDown();
    }

    private StartFailure tooLate() {
        return new StartFailure(
                Cause.TIMEOUT,
                "%s did not become ready in %ss"
                        .formatted(name(), limits.start().toMillis() / 1000.0),
                "Look at its log, or end it, so that another one can be started.",
                Exit.NOT_OURS,
                List.of());
    }

    private StartFailure ended(Exit exit) {
        return new StartFailure(
                exit.asked() ? Cause.STOPPED : Cause.EXITED,
                name() + (exit.asked() ? " was let go" : " ended") + " before it was ready",
                "Start it again.",
                Exit.NOT_OURS,
                List.of());
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited.copy();
    }

    @Override
    public CompletableFuture<Exit> stop(Duration grace) {
        return letGo();
    }

    @Override
    public CompletableFuture<Exit> terminate() {
        return letGo();
    }

    @Override
    public CompletableFuture<Exit> kill() {
        return letGo();
    }

    private CompletableFuture<Exit> letGo() {
        synchronized (this) {
            begun = true;
        }
        end(true);
        return exited();
    }

    /// Lets it go and ends our requests to it. Closing twice is harmless; a later use is an
    /// [IllegalStateException].
    @Override
    public void close() {
        closed = true;
        closeCalls();
        var unused = letGo();
    }

    @Override
    void check() throws ServerException {
        if (exited.isDone())
            throw new ServerException.ClientError(
                    new ConnectException(name() + " has ended, or was let go"));
        if (!started.isDone()) throw new ServerException.ServerNotReady();
    }

    @Override
    public URI baseUrl() {
        return there.baseUrl();
    }

    @Override
    public Optional<String> apiKey() {
        return apiKey;
    }

    @Override
    public OptionalLong pid() {
        return there.owner().map(PortOwner::pid).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    @Override
    public Instant startedAt() {
        return adoptedAt;
    }

    /// None: what it was started with is not ours to know.
    @Override
    public List<String> args() {
        return List.of();
    }

    /// None: its output goes elsewhere.
    @Override
    public List<String> lastLines(int n) {
        return List.of();
    }

    @Override
    public boolean adopted() {
        return true;
    }

    private String name() {
        return "the llama-server at " + baseUrl();
    }

    /// `AdoptedServer[tiny at http://127.0.0.1:8080, pid 4312]`, without any secret.
    @Override
    public String toString() {
        OptionalLong pid = pid();
        return "AdoptedServer[%s at %s, %s]"
                .formatted(
                        there.facts().alias().orElse("a model"),
                        baseUrl(),
                        pid.isPresent() ? "pid " + pid.getAsLong() : "pid unknown");
    }
}
