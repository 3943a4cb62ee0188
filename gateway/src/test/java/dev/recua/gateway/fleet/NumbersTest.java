package dev.recua.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.fleet.Numbers.Told;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.service.ServiceChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private final Numbers numbers = new Numbers(7);

    @Test
    void whatBecomesOfTheFirstServerIsToldUnderTheNumberOfItsStart() {
        assertThat(numbers.on(starting(1))).containsExactly(new Told(7, starting(1), true));
        assertThat(numbers.on(ready(1))).containsExactly(new Told(7, ready(1), true));
        assertThat(numbers.on(new ServiceChange.Stopping(1))).isEmpty();
        assertThat(numbers.on(stopped(1))).containsExactly(new Told(7, stopped(1), true));
    }

    @Test
    void afterACrashAllIsHeldUntilTheNextNumberIsKnown() {
        begin(1);
        assertThat(numbers.on(crashed(1))).containsExactly(new Told(7, crashed(1), true));
        assertThat(numbers.on(starting(2))).isEmpty();
        assertThat(numbers.on(ready(2))).isEmpty();

        assertThat(numbers.recover(12))
                .containsExactly(new Told(12, starting(2), true), new Told(12, ready(2), true));
        assertThat(numbers.last()).isEqualTo(12);
    }

    @Test
    void aSecondCrashBeforeTheFirstIsAnsweredWaitsItsTurn() {
        begin(1);
        numbers.on(crashed(1));
        numbers.on(starting(2));
        numbers.on(crashed(2));
        numbers.on(failed(3));

        assertThat(numbers.recover(8))
                .containsExactly(new Told(8, starting(2), true), new Told(8, crashed(2), true));
        assertThat(numbers.recover(9)).containsExactly(new Told(9, failed(3), true));
    }

    @Test
    void aServerThatCouldNotEvenBeMadeCrashesUnderTheNumberThatItWouldHaveHad() {
        begin(1);
        numbers.on(crashed(1));
        numbers.recover(8);

        assertThat(numbers.on(crashed(2))).containsExactly(new Told(8, crashed(2), true));
        assertThat(numbers.recover(9)).isEmpty();
        assertThat(numbers.on(starting(3))).containsExactly(new Told(9, starting(3), true));
    }

    @Test
    void theCrashOfAServerThatIsReplacedIsNoNews() {
        begin(1);

        assertThat(numbers.replace(8)).hasValue(1);
        assertThat(numbers.drain()).isEmpty();
        assertThat(numbers.on(crashed(1))).containsExactly(new Told(7, crashed(1), false));
        assertThat(numbers.on(starting(2))).containsExactly(new Told(8, starting(2), true));
        assertThat(numbers.on(ready(2))).containsExactly(new Told(8, ready(2), true));
    }

    @Test
    void aServerThatIsGivenUpInsteadOfReplacedEndsBothNumbers() {
        begin(1);
        numbers.replace(8);

        assertThat(numbers.on(failed(1)))
                .containsExactly(new Told(7, failed(1), false), new Told(8, failed(1), true));
    }

    @Test
    void aServerThatCrashedJustBeforeItWasToBeReplacedIsNotEndedOnceMore() {
        begin(1);
        numbers.on(crashed(1));
        numbers.on(starting(2));

        assertThat(numbers.replace(8)).isEmpty();
        assertThat(numbers.drain()).containsExactly(new Told(8, starting(2), true));
    }

    @Test
    void onceItsEndWasOrderedNothingIsHeldAndOnlyTheEndIsNews() {
        begin(1);
        numbers.on(crashed(1));
        numbers.on(starting(2));

        assertThat(numbers.leave()).containsExactly(new Told(7, starting(2), true));
        assertThat(numbers.on(ready(2))).containsExactly(new Told(7, ready(2), false));
        assertThat(numbers.on(crashed(2))).containsExactly(new Told(7, crashed(2), false));
        assertThat(numbers.on(stopped(2))).containsExactly(new Told(7, stopped(2), true));
    }

    private void begin(long generation) {
        numbers.on(starting(generation));
        numbers.on(ready(generation));
    }

    private static ServiceChange starting(long generation) {
        return new ServiceChange.Starting(generation, NoServer.AT_ALL);
    }

    private static ServiceChange ready(long generation) {
        return new ServiceChange.Ready(generation, NoServer.AT_ALL);
    }

    private static ServiceChange crashed(long generation) {
        return new ServiceChange.Crashed(
                generation, "it died", Optional.empty(), 1, Duration.ofSeconds(1));
    }

    private static ServiceChange failed(long generation) {
        var why = new StartFailure(StartFailure.Cause.KILLED, "it died", "Look.", 137, List.of());
        return new ServiceChange.Failed(generation, why, Optional.empty());
    }

    private static ServiceChange stopped(long generation) {
        return new ServiceChange.Stopped(generation, Optional.empty());
    }
}
