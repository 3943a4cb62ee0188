package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.service.ServiceMachine.Moment;
import dev.recua.supervisor.service.ServiceMachine.Step;
import dev.recua.supervisor.service.ServiceSignal.Ending;
import dev.recua.supervisor.service.ServiceState.Count;
import dev.recua.supervisor.service.ServiceState.Crashed;
import dev.recua.supervisor.service.ServiceState.Failed;
import dev.recua.supervisor.service.ServiceState.Initial;
import dev.recua.supervisor.service.ServiceState.Phase;
import dev.recua.supervisor.service.ServiceState.Ready;
import dev.recua.supervisor.service.ServiceState.Starting;
import dev.recua.supervisor.service.ServiceState.Stopping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceMachineTest {
    private static final ServiceMachine MACHINE =
            new ServiceMachine("qwen", ServicePolicy.DEFAULT, false);
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final StartFailure EXITED = PlayedServer.failure(Cause.EXITED);
    private static final Exit KILLED = PlayedServer.exit(137);

    @Test
    void eachPairOfStateAndSignalDoesWhatTheTableSays() {
        List<String> got = new ArrayList<>();
        states().forEach(
                        (state, from) ->
                                signals(4)
                                        .forEach(
                                                (signal, what) -> {
                                                    Step step = next(from, what);
                                                    if (!step.equals(Step.to(from)))
                                                        got.add(row(state, signal, step));
                                                }));
        assertThat(got).containsExactlyInAnyOrderElementsOf(golden());
    }

    @Test
    void aSignalOfAnotherServerChangesNothing() {
        for (ServiceState from : states().values()) {
            for (long other : List.of(3L, 5L)) {
                signals(other).values().stream()
                        .filter(ServiceSignal.OfServer.class::isInstance)
                        .forEach(late -> assertThat(next(from, late)).isEqualTo(Step.to(from)));
            }
        }
    }

    @Test
    void thereIsADeadlineOnlyWhereTimeChangesSomething() {
        assertThat(deadlines())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "ready", NOW,
                                "ready/healthy", NOW,
                                "crashed/gone", NOW,
                                "crashed/dying", NOW,
                                "crashed/waiting", NOW.plusSeconds(1)));
    }

    @Test
    void aServerThatIsNotWatchedIsNeverLookedAt() {
        var unwatched =
                new ServicePolicy(
                        RestartPolicy.DEFAULT,
                        new dev.recua.supervisor.watch.LivenessPolicy(
                                Duration.ZERO, 3, Duration.ZERO, Duration.ofSeconds(5)),
                        Duration.ofSeconds(5));
        var machine = new ServiceMachine("qwen", unwatched, false);

        Step step =
                machine.next(
                        new Starting(1, Phase.LAUNCHED, Count.ZERO, Optional.empty(), List.of()),
                        new ServiceSignal.CameUp(1),
                        new Moment(NOW, 0));

        assertThat(machine.deadline(step.state())).isEmpty();
    }

    private static Map<String, Duration> deadlines() {
        Map<String, Duration> due = new LinkedHashMap<>();
        states().forEach((name, s) -> MACHINE.deadline(s).ifPresent(at -> due.put(name, at)));
        return due;
    }

    private static Step next(ServiceState state, ServiceSignal signal) {
        return MACHINE.next(state, signal, new Moment(NOW, 0));
    }

    private static Map<String, ServiceState> states() {
        Count one = new Count(1, false);
        List<Long> waits = List.of(7L);
        Optional<StartFailure> before = Optional.of(EXITED);
        Map<String, ServiceState> all = new LinkedHashMap<>();
        all.put("initial", new Initial(4));
        all.put("starting/after", new Starting(4, Phase.AFTER_PREVIOUS, one, before, waits));
        all.put("starting/making", new Starting(4, Phase.MAKING, one, before, waits));
        all.put("starting/launched", new Starting(4, Phase.LAUNCHED, one, before, waits));
        all.put(
                "starting/well",
                new Starting(4, Phase.LAUNCHED, new Count(1, true), before, waits));
        all.put(
                "starting/last",
                new Starting(4, Phase.LAUNCHED, new Count(5, true), before, waits));
        all.put("ready", new Ready(4, new Count(1, true), Duration.ofSeconds(90), NOW, false));
        all.put(
                "ready/healthy",
                new Ready(4, new Count(5, true), Duration.ofSeconds(40), NOW, true));
        all.put("crashed/gone", new Crashed(4, EXITED, one, NOW, true, waits));
        all.put("crashed/dying", new Crashed(4, EXITED, one, NOW, false, waits));
        all.put("crashed/waiting", new Crashed(4, EXITED, one, NOW.plusSeconds(1), true, waits));
        all.put("error/gone", new Failed(4, EXITED, new Count(5, true), true));
        all.put("error/dying", new Failed(4, EXITED, new Count(5, true), false));
        all.put("stopping", new Stopping(4, List.of(8L), List.of()));
        all.put("stopping/wanted", new Stopping(4, List.of(8L), List.of(9L)));
        return all;
    }

    private static Map<String, ServiceSignal> signals(long generation) {
        StartFailure lasting = PlayedServer.failure(Cause.BAD_MAGIC);
        StartFailure timeout = PlayedServer.failure(Cause.TIMEOUT);
        Map<String, ServiceSignal> all = new LinkedHashMap<>();
        all.put("start", new ServiceSignal.Start(1));
        all.put("stop", new ServiceSignal.Stop(2, Ending.STOP));
        all.put("terminate", new ServiceSignal.Stop(2, Ending.TERMINATE));
        all.put("kill", new ServiceSignal.Stop(2, Ending.KILL));
        all.put("tick", new ServiceSignal.Tick());
        all.put("made", new ServiceSignal.Made(generation, new PlayedServer()));
        all.put("not-made", new ServiceSignal.NotMade(generation, EXITED));
        all.put("not-made-lasting", new ServiceSignal.NotMade(generation, lasting));
        all.put("came-up", new ServiceSignal.CameUp(generation));
        all.put("not-up", new ServiceSignal.NotUp(generation, EXITED, Optional.of(KILLED)));
        all.put("not-up-too-late", new ServiceSignal.NotUp(generation, timeout, Optional.empty()));
        all.put("ended", new ServiceSignal.Ended(generation, Optional.of(KILLED)));
        all.put("looked", new ServiceSignal.Looked(generation, Duration.ofSeconds(30)));
        all.put("hung", new ServiceSignal.Hung(generation, "/health is silent", List.of()));
        all.put("discovered", new ServiceSignal.Discovered(generation, Optional.empty()));
        return all;
    }

    private static String row(String state, String signal, Step step) {
        return String.join(
                " | ",
                state,
                signal,
                Written.state(step.state()),
                Written.actions(step.actions()),
                Written.then(step));
    }

    private static List<String> golden() {
        try (InputStream in =
                ServiceMachineTest.class.getResourceAsStream("service-transitions.txt")) {
            if (in == null) throw new IllegalStateException("no golden table");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> String.join(" | ", cells(line)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split("\\|", -1)) cells.add(cell.strip());
        return cells;
    }
}
