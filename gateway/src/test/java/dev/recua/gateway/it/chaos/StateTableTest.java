package dev.recua.gateway.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTableTest {
    private static final Instant START = Instant.EPOCH;

    @Test
    void aLifeWithACrashAndAStopIsAllowed() {
        var seen = seen("initial starting ready ready crashed starting ready stopping initial");

        assertThat(StateTable.violations(seen, 5)).isEmpty();
        assertThat(StateTable.entered(seen, "ready")).isEqualTo(2);
        assertThat(StateTable.entered(seen, "starting")).isEqualTo(2);
    }

    @Test
    void whatTheTableForbidsIsToldOnceEach() {
        assertThat(StateTable.violations(seen("ready initial"), 5)).hasSize(1);
        assertThat(StateTable.violations(seen("crashed ready starting"), 5)).hasSize(2);
        assertThat(StateTable.violations(seen("initial loading"), 5)).hasSize(2);
        assertThat(StateTable.violations(List.of(new StateTable.Seen(START, "crashed", 6)), 5))
                .singleElement()
                .asString()
                .startsWith("more than 5");
    }

    @Test
    void aSpanCountsTheStateInWhichItBegan() {
        var seen = seen("initial starting error starting ready");

        assertThat(StateTable.entered(seen, "error", at(2), at(3))).isEqualTo(1);
        assertThat(StateTable.entered(seen, "error", at(0), at(1))).isZero();
        assertThat(StateTable.entered(seen, "error", at(3), at(9))).isZero();
        assertThat(StateTable.entered(seen, "error", START.plusMillis(2500), at(9))).isEqualTo(1);
        assertThat(StateTable.entered(List.of(), "error", at(0), at(9))).isZero();
    }

    /// One state after another, a second apart.
    private static List<StateTable.Seen> seen(String states) {
        var seen = new ArrayList<StateTable.Seen>();
        for (String state : states.split(" ")) {
            seen.add(new StateTable.Seen(at(seen.size()), state, 0));
        }
        return seen;
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
