package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.Lifecycle.Action;
import dev.recua.supervisor.child.Lifecycle.Signal;
import dev.recua.supervisor.child.Lifecycle.Step;
import dev.recua.supervisor.child.StopPath.Move;
import dev.recua.supervisor.engine.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Which moves are made when, with a virtual clock, for an engine that does not hear.
class StopPathTest {

    private static final Duration GRACE = Duration.ofSeconds(5);

    @Test
    void onLinuxItIsAskedAtOnceAndAtHalfAndKilledAtTheEnd() {
        assertThat(stop(StopPath.LINUX))
                .containsExactly(
                        "0 ms: exit line, wait 50 ms, SIGTERM",
                        "2500 ms: exit line, SIGTERM",
                        "5000 ms: kill tree");
    }

    @Test
    void onMacItIsTheSameAndProcessesAreListedByPs() {
        assertThat(stop(StopPath.MACOS)).isEqualTo(stop(StopPath.LINUX));
        assertThat(StopPath.MACOS.listing())
                .hasValue(List.of("ps", "-axo", "pid=,ppid=,pgid=,sess="));
        assertThat(StopPath.LINUX.listing()).isEmpty();
    }

    @Test
    void onWindowsTaskkillAsksAndThenForces() {
        assertThat(stop(StopPath.WINDOWS))
                .containsExactly(
                        "0 ms: exit line, wait 50 ms, taskkill /PID 42 /T",
                        "2500 ms: exit line, taskkill /PID 42 /T",
                        "5000 ms: taskkill /PID 42 /T /F for 500 ms, kill tree");
    }

    @ParameterizedTest
    @EnumSource(StopPath.class)
    void askingNeverWaitsLongerThanForTheLine(StopPath path) {
        Duration waited = Duration.ZERO;
        for (Move move : path.ask(1, true)) {
            if (move instanceof Move.Await(Duration atMost)) waited = waited.plus(atMost);
            if (move instanceof Move.Run run) waited = waited.plus(run.atMost());
        }

        assertThat(waited).isEqualTo(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX",
        "Mac OS X, aarch64, MACOS",
        "Windows 11, amd64, WINDOWS",
        "FreeBSD, amd64, LINUX"
    })
    void theWayIsChosenByTheSystem(String name, String architecture, StopPath path) {
        assertThat(StopPath.of(new Platform(name, architecture))).isEqualTo(path);
    }

    /// What is done from the order to leave on, until nothing more is due.
    private static List<String> stop(StopPath path) {
        List<String> told = new ArrayList<>();
        Duration now = Duration.ZERO;
        boolean first = true;
        Step step =
                Lifecycle.next(
                        new ChildState.Ready(), new Signal.Stop(GRACE), now, ChildLimits.DEFAULT);
        while (!step.actions().isEmpty()) {
            for (Action action : step.actions()) {
                List<Move> moves = action == Action.KILL ? path.force(42) : path.ask(42, first);
                first = false;
                told.add(
                        now.toMillis()
                                + " ms: "
                                + moves.stream()
                                        .map(StopPathTest::told)
                                        .collect(Collectors.joining(", ")));
            }
            now = Lifecycle.deadline(step.state());
            step = Lifecycle.next(step.state(), new Signal.Tick(), now, ChildLimits.DEFAULT);
            if (now.equals(Lifecycle.NEVER)) break;
        }
        return told;
    }

    private static String told(Move move) {
        return switch (move) {
            case Move.ExitLine line -> "exit line";
            case Move.Await(Duration atMost) -> "wait " + atMost.toMillis() + " ms";
            case Move.Terminate signal -> "SIGTERM";
            case Move.Run(List<String> argv, Duration atMost) ->
                    String.join(" ", argv)
                            + (atMost.isZero() ? "" : " for " + atMost.toMillis() + " ms");
            case Move.KillTree kill -> "kill tree";
        };
    }
}
