package dev.recua.gateway.fleet;

import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.fleet.Launcher.LaunchFailed;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerFactory;
import dev.recua.supervisor.service.LlamaService;
import dev.recua.supervisor.service.ServiceChange;
import dev.recua.supervisor.service.ServicePolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// One model's service: what it runs now, by which number, and why it had nothing to run.
///
/// The service's thread and the scheduler's come here; what they tell and order passes one at a
/// time, so that everybody hears it in one order.
final class Tended {
    private final ModelId model;
    private final Launcher launcher;
    private final LlamaService service;
    private final Numbers numbers;
    private final Listener listener;
    private final Map<Server, Running> made = new ConcurrentHashMap<>();
    private volatile Optional<Running> running = Optional.empty();
    private volatile Optional<Server> last = Optional.empty();
    private volatile Optional<LoadFailure> notMade = Optional.empty();
    private volatile String engine = Engines.NONE;
    private volatile boolean leaving;
    private boolean ready;
    private boolean over;
    private int restarts;
    private long launchedAt;

    /// Hears of this service; called one at a time, must return at once.
    interface Listener {
        void told(Tended service, Numbers.Told told);

        void changed(Tended service, LlamaServiceState state);
    }

    /// @param generation by which the scheduler knows its first server
    Tended(
            ModelId model,
            long generation,
            ServicePolicy policy,
            Launcher launcher,
            Listener listener) {
        this.model = model;
        this.launcher = launcher;
        this.numbers = new Numbers(generation);
        this.listener = listener;
        this.service = LlamaService.of(model.value(), policy, this::make);
    }

    ModelId model() {
        return model;
    }

    LlamaServiceState state() {
        return service.getState();
    }

    /// What runs now under this number.
    synchronized Optional<Running> running(long generation) {
        return numbers.last() == generation ? running : Optional.empty();
    }

    /// What engine was used last, or looked for in vain.
    String engine() {
        return engine;
    }

    /// Completes when nothing of the server is left that was launched last: one that was given up
    /// may still be about to end.
    CompletableFuture<?> ended() {
        return last.<CompletableFuture<?>>map(Server::exited)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /// Nothing of it is told any more.
    synchronized void isOver() {
        over = true;
    }

    /// Does this, unless its end was told already; none is told meanwhile.
    ///
    /// @return whether it was done
    synchronized boolean goesOn(Runnable action) {
        if (over) return false;
        action.run();
        return true;
    }

    /// Whether it was told to end.
    boolean leaving() {
        return leaving;
    }

    /// Why there was nothing to launch, when that is why it ended.
    Optional<LoadFailure> notMade() {
        return notMade;
    }

    /// How often it was brought back since it was last well.
    synchronized int restarts() {
        return restarts;
    }

    /// Whether the server that runs, or ran last, has taken requests.
    synchronized boolean wasReady() {
        return ready;
    }

    /// Nanoseconds since the server that runs was launched.
    synchronized long sinceLaunch() {
        return System.nanoTime() - launchedAt;
    }

    void start() {
        var _ = service.onChange(this::on);
        var _ = service.onStateChange(state -> listener.changed(this, state));
        var _ = service.start(); // what becomes of it is told
    }

    /// Now rather than at the end of its wait. One that was given up stays so: its number ends with
    /// that, and a server without one would never be stopped.
    void hasten() {
        if (state().status() == LlamaServiceStatus.CRASHED) {
            var _ = service.start();
        }
    }

    synchronized void recover(long next) {
        told(numbers.recover(next));
    }

    void replace(long next, String why) {
        OptionalLong runs;
        synchronized (this) {
            running = Optional.empty();
            runs = numbers.replace(next);
            told(numbers.drain());
        }
        runs.ifPresent(generation -> service.suspect(generation, why));
    }

    /// Somebody saw that the server of this number will not serve any more: it is killed and comes
    /// back. Without effect when another one runs by now.
    void suspect(long generation, String why) {
        OptionalLong runs;
        synchronized (this) {
            runs = numbers.serving(generation);
        }
        runs.ifPresent(number -> service.suspect(number, why));
    }

    /// From now on an end is what is wanted.
    synchronized void leave() {
        leaving = true;
        told(numbers.leave());
    }

    LlamaService service() {
        return service;
    }

    /// Its state once nothing of it is left.
    LlamaServiceState initial() {
        LlamaServiceState last = service.getState();
        return new LlamaServiceState(
                LlamaServiceStatus.INITIAL,
                last.models(),
                null,
                0,
                last.maxRetries(),
                0,
                null,
                last.adopted());
    }

    private synchronized void on(ServiceChange change) {
        told(numbers.on(change));
    }

    private void told(List<Numbers.Told> all) {
        for (Numbers.Told told : all) {
            if (over) return;
            note(told.change());
            listener.told(this, told);
            if (told.change() instanceof ServiceChange.Crashed) ready = false;
        }
    }

    private void note(ServiceChange change) {
        switch (change) {
            case ServiceChange.Starting(var _, var server) -> {
                running = Optional.ofNullable(made.remove(server));
                last = Optional.of(server);
                ready = false;
                launchedAt = System.nanoTime();
            }
            case ServiceChange.Ready _ -> ready = true;
            case ServiceChange.Crashed crashed -> {
                running = Optional.empty();
                restarts = crashed.retry();
            }
            case ServiceChange.Failed _, ServiceChange.Stopped _ -> running = Optional.empty();
            case ServiceChange.Stopping _ -> {}
        }
    }

    private Server make() throws ServerFactory.NoServer, InterruptedException {
        try {
            Running next = launcher.launch(model);
            engine = next.engine();
            notMade = Optional.empty();
            made.put(next.server(), next);
            return next.server();
        } catch (LaunchFailed failed) {
            engine = failed.engine();
            notMade = Optional.of(failed.failure());
            throw new ServerFactory.NoServer(Causes.of(failed.failure()));
        }
    }
}
