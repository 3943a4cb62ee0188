package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.service.ServiceMachine.Moment;
import dev.recua.supervisor.service.ServiceMachine.Step;
import dev.recua.supervisor.service.ServiceSignal.Ending;
import dev.recua.supervisor.service.ServiceState.Initial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A hundred thousand services, each with a life by chance: signals of its servers in any order,
/// late ones and ones that come twice among them, and people who start and stop it.
class ServiceMachinePropertyTest {
    private static final long SEED = 20261120;
    private static final int LIVES = 100_000;
    private static final int SIGNALS = 40;
    private static final List<StartFailure> FAILURES =
            Stream.of(Cause.values()).map(PlayedServer::failure).toList();
    private static final StartFailure EXITED = PlayedServer.failure(Cause.EXITED);
    private static final Optional<Exit> EXIT = Optional.of(PlayedServer.exit(137));
    private static final PlayedServer SERVER = new PlayedServer();

    /// Which status may follow which, as the diagram of the status says; staying is no transition.
    private static final Map<LlamaServiceStatus, Set<LlamaServiceStatus>> ALLOWED = allowed();

    private final Map<LlamaServiceStatus, Set<LlamaServiceStatus>> seen =
            new EnumMap<>(LlamaServiceStatus.class);

    /// Each allowed transition happens in some life, or the lives would prove little.
    @Test
    void whateverHappensTheServiceKeepsItsPromises() {
        for (int life = 0; life < LIVES; life++) {
            long seed = SEED + life;
            try {
                new Life(new SplittableRandom(seed)).live();
            } catch (AssertionError broken) {
                throw new AssertionError("life with seed " + seed + " broke a promise", broken);
            }
        }
        assertThat(seen).isEqualTo(ALLOWED);
    }

    private static Map<LlamaServiceStatus, Set<LlamaServiceStatus>> allowed() {
        Map<LlamaServiceStatus, Set<LlamaServiceStatus>> next =
                new EnumMap<>(LlamaServiceStatus.class);
        next.put(LlamaServiceStatus.INITIAL, Set.of(LlamaServiceStatus.STARTING));
        next.put(
                LlamaServiceStatus.STARTING,
                Set.of(
                        LlamaServiceStatus.READY,
                        LlamaServiceStatus.CRASHED,
                        LlamaServiceStatus.ERROR,
                        LlamaServiceStatus.STOPPING));
        next.put(
                LlamaServiceStatus.READY,
                Set.of(
                        LlamaServiceStatus.CRASHED,
                        LlamaServiceStatus.ERROR,
                        LlamaServiceStatus.STOPPING));
        next.put(
                LlamaServiceStatus.CRASHED,
                Set.of(LlamaServiceStatus.STARTING, LlamaServiceStatus.STOPPING));
        next.put(
                LlamaServiceStatus.ERROR,
                Set.of(LlamaServiceStatus.STARTING, LlamaServiceStatus.STOPPING));
        next.put(LlamaServiceStatus.STOPPING, Set.of(LlamaServiceStatus.INITIAL));
        return next;
    }

    private final class Life {
        private final SplittableRandom random;
        private final ServiceMachine machine;
        private ServiceState state = new Initial(0);
        private Duration now = Duration.ZERO;
        private final boolean calm;
        private long tickets;
        private long newest;
        private final Set<Long> alive = new HashSet<>();
        private final Map<Long, Integer> answers = new HashMap<>();
        private boolean wanted;
        private int restartsWithoutHealth;
        private Optional<Duration> readySince = Optional.empty();

        Life(SplittableRandom random) {
            this.random = random;
            this.machine = new ServiceMachine("qwen", ServicePolicy.DEFAULT, random.nextBoolean());
            this.calm = random.nextBoolean();
        }

        /// In a calm one nobody gives an order after the first.
        void live() {
            happen(new ServiceSignal.Start(++tickets));
            for (int i = 1; i < SIGNALS; i++) {
                now = now.plusMillis(random.nextInt(20) == 0 ? 70_000 : random.nextInt(9000));
                ServiceSignal signal = signal();
                happen(signal);
                if (signal instanceof ServiceSignal.NotUp notUp && notUp.exit().isPresent())
                    ended(notUp.generation());
            }
            settle();
        }

        /// In the end somebody stops it, and its server, if any, ends.
        private void settle() {
            happen(new ServiceSignal.Stop(++tickets, Ending.STOP));
            for (long generation : List.copyOf(alive)) ended(generation);
            assertThat(state).isInstanceOf(Initial.class);
            assertThat(alive).isEmpty();
            for (long ticket = 1; ticket <= tickets; ticket++)
                assertThat(answers).as("answers to waiter %d", ticket).containsEntry(ticket, 1);
            assertThat(machine.deadline(state)).isEmpty();
        }

        private ServiceSignal signal() {
            long generation = random.nextInt(5) == 0 ? random.nextLong(newest + 2) : newest;
            StartFailure failure =
                    random.nextBoolean() ? EXITED : FAILURES.get(random.nextInt(FAILURES.size()));
            return switch (random.nextInt(calm ? 2 : 0, 16)) {
                case 0 -> new ServiceSignal.Start(++tickets);
                case 1 -> new ServiceSignal.Stop(++tickets, Ending.values()[random.nextInt(3)]);
                case 2, 3, 4 -> new ServiceSignal.Tick();
                case 5, 6, 7 -> new ServiceSignal.Made(generation, SERVER);
                case 8 -> new ServiceSignal.NotMade(generation, failure);
                case 9, 10, 11 -> new ServiceSignal.CameUp(generation);
                case 12 -> notUp(generation, failure);
                case 13 -> new ServiceSignal.Looked(generation, Duration.ofSeconds(30));
                case 14 -> new ServiceSignal.Hung(generation, "silent", List.of());
                default -> end(generation);
            };
        }

        private ServiceSignal notUp(long generation, StartFailure failure) {
            boolean ended = random.nextBoolean();
            if (ended) alive.remove(generation);
            return new ServiceSignal.NotUp(generation, failure, ended ? EXIT : Optional.empty());
        }

        /// Whether it ran or not: a world that tells an end twice, or too late, does no harm. It
        /// never tells the end of what runs on.
        private ServiceSignal end(long generation) {
            alive.remove(generation);
            return new ServiceSignal.Ended(generation, EXIT);
        }

        private void ended(long generation) {
            happen(end(generation));
        }

        private void happen(ServiceSignal first) {
            Deque<ServiceSignal> todo = new ArrayDeque<>();
            todo.add(first);
            while (!todo.isEmpty()) {
                ServiceSignal signal = todo.remove();
                if (signal instanceof ServiceSignal.Start) wanted = true;
                if (signal instanceof ServiceSignal.Stop) wanted = false;
                Step step = machine.next(state, signal, new Moment(now, random.nextDouble()));
                check(signal, step);
                state = step.state();
                for (int i = step.then().size() - 1; i >= 0; i--) todo.addFirst(step.then().get(i));
            }
        }

        private void check(ServiceSignal signal, Step step) {
            LlamaServiceStatus before = state.status();
            LlamaServiceStatus after = step.state().status();
            if (before != after) {
                promise(
                        ALLOWED.getOrDefault(before, Set.of()).contains(after),
                        "transition",
                        signal);
                seen.computeIfAbsent(before, from -> new HashSet<>()).add(after);
            }
            promise(step.state().generation() >= state.generation(), "generation", signal);
            for (ServiceAction action : step.actions()) act(signal, action);
            countRestarts(signal, step.state());
            if (step.state() instanceof ServiceState.Crashed crashed) {
                int retries = crashed.count().retries();
                promise(retries >= 1 && retries <= 5, "retries", signal);
                promise(
                        machine.deadline(crashed).equals(Optional.of(crashed.restartAt())),
                        "one restart scheduled",
                        signal);
            }
        }

        private void act(ServiceSignal signal, ServiceAction action) {
            switch (action) {
                case ServiceAction.Make make -> {
                    promise(wanted, "made only when wanted", signal);
                    promise(alive.isEmpty(), "made only when nothing runs", signal);
                    promise(make.generation() == newest + 1, "numbered in order", signal);
                    newest = make.generation();
                }
                case ServiceAction.Launch launch -> {
                    promise(wanted, "launched only when wanted", signal);
                    promise(alive.isEmpty(), "launched only when nothing runs", signal);
                    alive.add(launch.generation());
                }
                case ServiceAction.Fulfil fulfil -> fulfil.tickets().forEach(this::answered);
                case ServiceAction.Disappoint no -> no.tickets().forEach(this::answered);
                case ServiceAction.Look look ->
                        promise(
                                state instanceof ServiceState.Ready,
                                "looked at when ready",
                                signal);
                case ServiceAction.Welcome a -> {}
                case ServiceAction.Abandon a -> {}
                case ServiceAction.Take a -> {}
                case ServiceAction.End a -> {}
                case ServiceAction.Tell a -> {}
            }
        }

        private void answered(long ticket) {
            answers.merge(ticket, 1, Integer::sum);
        }

        /// Restarts that nobody asked for, between two times of health or orders by hand.
        private void countRestarts(ServiceSignal signal, ServiceState next) {
            boolean byHand = signal instanceof ServiceSignal.Start;
            if (next instanceof ServiceState.Ready && !(state instanceof ServiceState.Ready))
                readySince = Optional.of(now);
            boolean leftReady =
                    state instanceof ServiceState.Ready && !(next instanceof ServiceState.Ready);
            boolean healthy =
                    readySince.filter(since -> now.minus(since).toSeconds() >= 60).isPresent();
            if (leftReady && healthy) restartsWithoutHealth = 0;
            if (leftReady) readySince = Optional.empty();
            boolean restart =
                    state instanceof ServiceState.Crashed && next instanceof ServiceState.Starting;
            if (restart) restartsWithoutHealth++;
            if (byHand && (state instanceof Initial || state instanceof ServiceState.Failed))
                restartsWithoutHealth = 0;
            promise(restartsWithoutHealth <= 5, "at most five restarts without health", signal);
        }

        /// Not AssertJ: this is asked ten million times.
        private void promise(boolean kept, String what, ServiceSignal signal) {
            if (!kept) throw new AssertionError(what + ": " + state + " on " + signal);
        }
    }
}
