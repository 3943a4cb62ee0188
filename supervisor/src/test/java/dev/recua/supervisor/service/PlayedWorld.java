package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.server.ServerFactory;
import dev.recua.supervisor.watch.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A service among played servers and played time: everything happens on the test's own thread, at
/// once, and nothing by itself.
final class PlayedWorld {
    static final LlamaModel MODEL = new LlamaModel("qwen", "Qwen", 4711, "chat", 17);

    final PlayedClock clock = new PlayedClock();
    final List<PlayedServer> servers = new ArrayList<>();
    final List<Watcher.Watch> closedWatches = new ArrayList<>();
    final List<Duration> looks = new ArrayList<>();
    final List<LlamaServiceState> states = new ArrayList<>();
    final List<ServiceChange> changes = new ArrayList<>();
    final Deque<Verdict> verdicts = new ArrayDeque<>();
    final ServicePolicy policy;
    final LlamaService service;
    Optional<StartFailure> nothingToStart = Optional.empty();
    Optional<List<LlamaModel>> offered = Optional.of(List.of(MODEL));
    Duration pause = Duration.ofSeconds(30);
    boolean adopts;
    boolean spent;
    double luck;

    PlayedWorld() {
        this(ServicePolicy.DEFAULT);
    }

    PlayedWorld(ServicePolicy policy) {
        this(policy, false);
    }

    PlayedWorld(ServicePolicy policy, boolean fixedPort) {
        this.policy = policy;
        var parts =
                new ServiceParts(
                        this::create,
                        server -> new PlayedWatch(),
                        server -> offered,
                        clock,
                        () -> luck,
                        Runnable::run,
                        Runnable::run);
        service = new LlamaService("qwen", policy, fixedPort, new Background("qwen"), parts);
        service.onStateChange(states::add);
        service.onChange(changes::add);
    }

    private PlayedServer create() throws ServerFactory.NoServer {
        if (nothingToStart.isPresent()) throw new ServerFactory.NoServer(nothingToStart.get());
        PlayedServer server = new PlayedServer(adopts);
        if (spent) server.launch();
        servers.add(server);
        return server;
    }

    private final class PlayedWatch implements Watcher.Watch {
        @Override
        public Watcher.Sight look() {
            looks.add(clock.now());
            Verdict verdict = verdicts.isEmpty() ? new Verdict.Fine() : verdicts.remove();
            return new Watcher.Sight(verdict, pause);
        }

        @Override
        public void close() {
            closedWatches.add(this);
        }
    }

    /// The newest server.
    PlayedServer server() {
        return servers.getLast();
    }

    /// Each status once, however often it was told in a row.
    List<String> path() {
        List<String> path = new ArrayList<>();
        for (LlamaServiceState state : states) {
            String wire = state.status().wire();
            if (path.isEmpty() || !path.getLast().equals(wire)) path.add(wire);
        }
        return path;
    }

    String status() {
        return service.getState().status().wire();
    }

    void seconds(double seconds) {
        clock.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }
}
