package dev.recua.gateway.it.chaos;

import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Inflicts the faults of a plan, one at a time. For one thread.
final class Hand {
    /// Far more than anything here may take: a hang is found in 2 s, a start given up after 5 s.
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final int FOREVER = 1_000_000;
    private static final int FLOOD = 50_000_000;
    private static final int LONGER_THAN_THE_LIMIT_S = 7;
    private static final List<String> SIGNALS = List.of("ABRT", "SEGV", "TERM", "BUS");

    private final Patient patient;
    private final Gate gate;
    private final Optional<FakeLlamaServer> fake;
    private final Crowd crowd;
    private final Told told;

    /// @param fake the engine behind the gate, when it is a fake one
    Hand(Patient patient, Gate gate, Optional<FakeLlamaServer> fake, Crowd crowd, Told told) {
        this.patient = patient;
        this.gate = gate;
        this.fake = fake;
        this.crowd = crowd;
        this.told = told;
    }

    /// How many restarts in a row this fault costs at most.
    static int cost(ChaosPlan.Planned planned) {
        return switch (planned.fault()) {
            case KILL,
                    STOP_SIGNAL,
                    EXIT_CODE,
                    STALL,
                    HEALTH_WITHOUT_TOKENS,
                    SLOW_START,
                    PORT_THEFT,
                    LOG_FLOOD,
                    FULL_LOG_DISK ->
                    1;
            case TOO_SLOW_START, GRANDCHILD -> 2;
            case EXIT_AT_START -> 1 + planned.starts();
            case NO_BINARY, TERM_IGNORED, CRASH_LOOP -> 0;
        };
    }

    /// Does it; returns when it has happened, and nothing more of it will.
    ///
    /// @throws org.awaitility.core.ConditionTimeoutException when it has no effect in time
    void inflict(ChaosPlan.Planned it) throws IOException, InterruptedException {
        switch (it.fault()) {
            case KILL -> kill();
            case STOP_SIGNAL -> signal("STOP");
            case EXIT_CODE -> exit(it);
            case STALL -> stall("stallAfterTokens", Math.max(1, it.tokens()));
            case HEALTH_WITHOUT_TOKENS -> stall("stallInPrompt", true);
            case SLOW_START -> {
                gate.order(Gate.Order.SLEEP, it.starts(), 1);
                kill();
            }
            case TOO_SLOW_START -> {
                // A start that takes too long is repeated only when it was ready before.
                awaitReady();
                gate.order(Gate.Order.SLEEP, LONGER_THAN_THE_LIMIT_S, 1);
                kill();
            }
            case PORT_THEFT -> stealThePort();
            case LOG_FLOOD -> flood();
            case FULL_LOG_DISK -> fillTheDisk();
            case NO_BINARY -> takeTheBinaryAway();
            case TERM_IGNORED -> {
                fake().set("*", "ignoreTerm", true);
                ended(patient::unload);
                fake().clear("*", "ignoreTerm");
            }
            case GRANDCHILD -> leaveAGrandchild(it);
            case EXIT_AT_START -> {
                gate.order(Gate.Order.EXIT, it.code(), it.starts());
                kill();
            }
            case CRASH_LOOP -> {
                gate.order(Gate.Order.EXIT, it.code(), FOREVER);
                kill();
                awaitGivenUp();
                gate.release();
                patient.load();
            }
        }
    }

    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    /// Does something that the engine of this moment does not survive, and waits for its end.
    private void ended(Deed deed) throws IOException, InterruptedException {
        ProcessHandle engine = engine();
        deed.run();
        until("the end of engine " + engine.pid(), () -> !engine.isAlive());
    }

    private ProcessHandle engine() {
        return await("an engine")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_EVERY)
                .until(patient::engine, Optional::isPresent)
                .orElseThrow();
    }

    private void kill() throws IOException, InterruptedException {
        ProcessHandle engine = engine();
        ended(engine::destroyForcibly);
    }

    private void signal(String name) throws IOException, InterruptedException {
        ProcessHandle engine = engine();
        ended(() -> send(name, engine));
    }

    private static void send(String signal, ProcessHandle to)
            throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(to.pid()));
        int status = kill.inheritIO().start().waitFor();
        if (status != 0) throw new IOException("kill -" + signal + " " + to.pid());
    }

    private void exit(ChaosPlan.Planned it) throws IOException, InterruptedException {
        if (fake.isEmpty()) {
            signal(SIGNALS.get(it.number() % SIGNALS.size()));
            return;
        }
        FakeLlamaServer.Tail happened = fake().tail();
        fake().set("*", "exitCode", it.code());
        if (it.tokens() == 0) {
            fake().set("*", "exitOnText", it.mark());
        } else {
            fake().set("*", "onlyOnText", it.mark());
            fake().set("*", "exitAfterTokens", it.tokens());
        }
        ended(
                () -> {
                    crowd.oneMore(true, it.mark());
                    awaitEvent(happened, "exit");
                    for (String knob : List.of("exitOnText", "exitAfterTokens", "onlyOnText")) {
                        fake().clear("*", knob);
                    }
                });
    }

    /// All answers stand still: one that does so beside others that move is no hang. The next
    /// engine does not start so soon that it would see the knob.
    private void stall(String knob, Object value) throws IOException, InterruptedException {
        ended(() -> fake().set("*", knob, value));
        fake().clear("*", knob);
    }

    private void stealThePort() throws IOException, InterruptedException {
        int before = gate.starts().size();
        gate.order(Gate.Order.HOLD, 0, 1);
        kill();
        until("a start to steal from", () -> gate.starts().size() > before);
        try (var thief = new ServerSocket()) {
            int port = gate.starts().get(before).port();
            thief.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            gate.release();
            until("a start on another port", () -> gate.starts().size() > before + 1);
        } finally {
            gate.release();
        }
    }

    private void flood() throws IOException, InterruptedException {
        if (fake.isEmpty()) {
            gate.order(Gate.Order.FLOOD, FLOOD, 1);
            kill();
            return;
        }
        fake().set("*", "floodLine", 1000);
        fake().set("*", "flood", FLOOD);
        crowd.one(false, "flood");
        fake().clear("*", "flood");
        kill();
    }

    private void fillTheDisk() throws IOException, InterruptedException {
        Path log = patient.engineLog();
        Files.deleteIfExists(log);
        Files.createSymbolicLink(log, Path.of("/dev/full"));
        kill();
        crowd.one(true, "full disk");
        Files.deleteIfExists(log);
    }

    private void takeTheBinaryAway() throws IOException, InterruptedException {
        gate.remove();
        try {
            kill();
            awaitGivenUp();
        } finally {
            gate.restore();
        }
        patient.load();
    }

    private void leaveAGrandchild(ChaosPlan.Planned it) throws IOException, InterruptedException {
        gate.order(Gate.Order.GRANDCHILD, 0, 1);
        kill();
        until("a grandchild", () -> !gate.grandchildren().isEmpty());
        crowd.one(false, "grandchild");
        if (it.code() % 2 == 0) kill();
        else ended(patient::unload);
        until("the end of the grandchild", () -> gate.grandchildren().isEmpty());
    }

    private void awaitReady() {
        until("the state ready", () -> told.state().equals("ready"));
    }

    private void awaitGivenUp() {
        until("the state error", () -> told.state().equals("error"));
    }

    private static void awaitEvent(FakeLlamaServer.Tail happened, String kind) {
        until(
                "the fake's event " + kind,
                () -> happened.next().stream().anyMatch(event -> event.kind().equals(kind)));
    }

    private FakeLlamaServer fake() {
        return fake.orElseThrow();
    }

    private static void until(String what, Callable<Boolean> there) {
        await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(LOOK_EVERY).until(there);
    }
}
