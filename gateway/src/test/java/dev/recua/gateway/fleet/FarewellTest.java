package dev.recua.gateway.fleet;

import static dev.recua.gateway.fleet.Farewell.Action.KILL;
import static dev.recua.gateway.fleet.Farewell.Action.NOTHING;
import static dev.recua.gateway.fleet.Farewell.Action.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.fleet.Farewell.Remaining;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FarewellTest {
    @Test
    void anIdleChildIsToldAtOnceAndAgainHalfASecondLater() {
        assertThat(Farewell.next(untold(false), ms(0))).isEqualTo(TERMINATE);
        assertThat(Farewell.next(told(1, 0), ms(499))).isEqualTo(NOTHING);
        assertThat(Farewell.next(told(1, 0), ms(500))).isEqualTo(TERMINATE);
        assertThat(Farewell.next(told(2, 0), ms(5499))).isEqualTo(NOTHING);
    }

    @Test
    void aBusyChildMayFinishUntilThreeAndAHalfSeconds() {
        assertThat(Farewell.next(untold(true), ms(0))).isEqualTo(NOTHING);
        assertThat(Farewell.next(untold(true), ms(3499))).isEqualTo(NOTHING);
        assertThat(Farewell.next(untold(true), ms(3500))).isEqualTo(TERMINATE);
        assertThat(Farewell.next(told(1, 3500), ms(4000))).isEqualTo(TERMINATE);
    }

    @Test
    void aChildThatBecameIdleIsToldWithoutWaitingForTheCut() {
        assertThat(Farewell.next(untold(false), ms(1200))).isEqualTo(TERMINATE);
    }

    @Test
    void whatIsLeftAtFiveAndAHalfSecondsIsKilled() {
        assertThat(Farewell.next(told(2, 3500), ms(5500))).isEqualTo(KILL);
        assertThat(Farewell.next(untold(true), ms(5500))).isEqualTo(KILL);
    }

    @Test
    void everythingFitsIntoSixSeconds() {
        assertThat(Farewell.CUT_STREAMS.plus(Farewell.BETWEEN_TERMS)).isLessThan(Farewell.KILL);
        assertThat(Farewell.KILL).isLessThan(Farewell.EXIT);
    }

    private static Remaining untold(boolean busy) {
        return new Remaining(busy, Optional.empty(), 0);
    }

    private static Remaining told(int terms, long firstTermMs) {
        return new Remaining(true, Optional.of(ms(firstTermMs)), terms);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
