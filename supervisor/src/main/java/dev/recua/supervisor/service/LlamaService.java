package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.supervisor.Subscription;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerFactory;
import dev.recua.supervisor.service.ServiceSignal.Ending;
import dev.recua.supervisor.service.Waiters.Waiter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A llama-server that stays up: started, watched, brought back after a crash or a hang, and ended.
/// Source 000's `LlamaService`.
///
/// ```java
/// var config = LlamaServerConfig.builder().modelPath(Path.of("tiny.gguf")).build();
/// try (var service = LlamaService.open(config)) {
///     service.onStateChange(state -> System.out.println(state.status().wire()));
///     service.start().join();
/// }
/// ```
///
/// What it does:
///
/// - After a crash it comes back after 1, 2, 4, 8 and 16 s ([RestartPolicy]), at most 5 times, 31 s
///   of waiting in all; then its state is `error`, with the last cause and ` (5 retries)`, until
///   somebody starts it. The count is back at 0 after 60 s of being ready.
/// - A failure that another start cannot heal (a broken file, a missing binary, an unknown flag) is
///   `error` at once. [Repetition] has the table.
/// - While it is ready it is looked at ([dev.recua.supervisor.watch.Liveness]); one that hangs is
///   killed and comes back.
/// - There is never more than one server of a service, and none after a [#stop] without a [#start].
///
/// All changes are made by one thread at a time, which exists only while there is something to do;
/// listeners are called on it, so they must return at once. Any thread may call any method here,
/// listeners too. A service is started and stopped as often as one likes, until it is closed.
public final class LlamaService implements AutoCloseable {
    /// Name of the logger to which a service tells its states: whoever hears them through a
    /// listener and tells them himself turns it off. Doubts and defects go to the logger of this
    /// class.
    public static final String STATES = LlamaService.class.getName() + ".states";

    private static final System.Logger LOG = System.getLogger(LlamaService.class.getName());
    private static final Duration BEYOND_GRACE = Duration.ofSeconds(5);

    private final String name;
    private final ServicePolicy policy;
    private final Waiters waiters;
    private final ServiceLoop loop;
    private final Background background;
    private final Object asking = new Object();
    private boolean closed;

    private LlamaService(
            String name, ServicePolicy policy, boolean fixedPort, ServerFactory servers) {
        this(name, policy, fixedPort, new Background("service-work-" + name), servers);
    }

    private LlamaService(
            String name,
            ServicePolicy policy,
            boolean fixedPort,
            Background background,
            ServerFactory servers) {
        this(name, policy, fixedPort, background, usual(name, policy, background, servers));
    }

    /// For tests, which bring their own world.
    LlamaService(
            String name,
            ServicePolicy policy,
            boolean fixedPort,
            Background background,
            ServiceParts parts) {
        this.name = name;
        this.policy = policy;
        this.background = background;
        this.waiters = new Waiters(parts.threads());
        this.loop = new ServiceLoop(new ServiceMachine(name, policy, fixedPort), parts, waiters);
    }

    /// A service for that configuration. Nothing is started, whatever `autoStart` says.
    ///
    /// A llama-server that runs at its address already is used instead of a new one: watched, and
    /// never killed. Any other program there makes the start fail.
    public LlamaService(LlamaServerConfig config) {
        this(
                ConfiguredServers.nameOf(config),
                config.policy(),
                true,
                new ConfiguredServers(config, new EngineProbe(), System.getenv()));
    }

    /// A service for that configuration, which starts at once if `autoStart` says so.
    public static LlamaService open(LlamaServerConfig config) {
        LlamaService service = new LlamaService(config);
        if (config.autoStart()) {
            var unused = service.start();
        }
        return service;
    }

    /// A service of servers that somebody else makes, each on a port of its own choice.
    ///
    /// @param name    for messages and the log
    /// @param servers asked for each start, on a virtual thread
    public static LlamaService of(String name, ServicePolicy policy, ServerFactory servers) {
        return new LlamaService(name, policy, false, servers);
    }

    private static ServiceParts usual(
            String name, ServicePolicy policy, Background background, ServerFactory servers) {
        ServiceClock clock = ServiceClock.system(name);
        return new ServiceParts(
                servers,
                Watcher.asking(policy.liveness(), clock),
                new ModelList(policy.liveness().probeTimeout()),
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                task -> Thread.ofVirtual().name("service-" + name).start(task),
                background);
    }

    /// Brings it up. Ready: nothing to do. Starting: joins. Error: another try, counted from 0.
    ///
    /// Crashed: it starts now instead of at the end of the wait. Whoever asks by hand knows that
    /// something has changed, or wants to know; the wait is there to protect a machine from a loop
    /// without anybody in it. The try counts as the restart that was due, so that callers in a loop
    /// still meet the limit.
    ///
    /// @return completes when it takes requests; with a
    /// [dev.recua.supervisor.server.ServerException]
    ///     when it is given up, or stopped before. Restarts in between are waited for. Callers who
    ///     wait for the same start get the same future; none of them can complete it for the
    ///     others. After [#close] it has failed already
    public CompletableFuture<Void> start() {
        synchronized (asking) {
            if (closed)
                return CompletableFuture.failedFuture(
                        new IllegalStateException(name + " was closed"));
            Waiter waiter = waiters.starter();
            loop.post(new ServiceSignal.Start(waiter.ticket()));
            return waiter.future();
        }
    }

    /// Ends it, in any state, within the policy's grace; a restart that was due does not come any
    /// more. Whoever waits for a start gets `STOPPED`.
    ///
    /// @return completes when nothing runs any more; never exceptionally
    public CompletableFuture<Void> stop() {
        return end(Ending.STOP);
    }

    /// Expects the end: one SIGTERM to what runs and nothing by itself after it, and no restart. A
    /// second call sends the second.
    ///
    /// @return as of [#stop]
    public CompletableFuture<Void> terminate() {
        return end(Ending.TERMINATE);
    }

    /// Ends it at once, by SIGKILL for its whole tree.
    ///
    /// @return as of [#stop]
    public CompletableFuture<Void> kill() {
        return end(Ending.KILL);
    }

    private CompletableFuture<Void> end(Ending how) {
        synchronized (asking) {
            Waiter waiter = waiters.stopper();
            loop.post(new ServiceSignal.Stop(waiter.ticket(), how));
            return waiter.future();
        }
    }

    /// What it is doing at this moment. To look at; whoever wants to act on it listens.
    public LlamaServiceState getState() {
        return loop.state();
    }

    /// Tells each new state, in order. That time passes is none: [LlamaServiceState#uptime] is
    /// right in each, and in [#getState].
    ///
    /// @param listener called on the service's own thread; one that throws is logged
    public Subscription onStateChange(Consumer<LlamaServiceState> listener) {
        return loop.stateListeners().add(listener);
    }

    /// Tells what becomes of it, in order, each once.
    ///
    /// @param listener called on the service's own thread; one that throws is logged
    public Subscription onChange(Consumer<ServiceChange> listener) {
        return loop.changeListeners().add(listener);
    }

    /// The server that takes requests; empty unless it is ready.
    public Optional<Server> server() {
        return loop.face().ready();
    }

    /// Somebody saw that this server hangs: it is killed and comes back. Changes nothing unless it
    /// is the one that is ready now: one that starts has its own limit.
    ///
    /// @param generation of [ServiceChange.Ready]
    /// @param why        one sentence, for people
    public void suspect(long generation, String why) {
        loop.post(loop.hung(generation, why));
    }

    /// Stops it and waits for the end; a later start fails. Idempotent. From a listener it does not
    /// wait. An interrupt kills what runs, and the thread stays interrupted.
    @Override
    public void close() {
        CompletableFuture<Void> end;
        synchronized (asking) {
            closed = true;
            end = stop();
        }
        if (loop.isOwnThread()) return;
        await(end);
        background.close();
    }

    private void await(CompletableFuture<Void> end) {
        try {
            end.get(policy.stopGrace().plus(BEYOND_GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            var unused = kill();
            Thread.currentThread().interrupt();
        } catch (TimeoutException stuck) {
            LOG.log(
                    Level.ERROR,
                    "[LlamaService] the system does not end its process service=" + name);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
