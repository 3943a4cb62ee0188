package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloodGateTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void soManyLinesAreReadInASecondAndNoneUntilItIsOver() {
        FloodGate gate = new FloodGate(2, 1000, 0, 0);

        assertThat(gate.admits(0, 1)).isTrue();
        assertThat(gate.admits(1, 1)).isTrue();
        assertThat(gate.admits(2, 1)).isFalse();
        assertThat(gate.admits(SECOND - 1, 1)).isFalse();
        assertThat(gate.admits(SECOND, 1)).isTrue();
    }

    @Test
    void soManyBytesAreReadInASecond() {
        FloodGate gate = new FloodGate(100, 10, 0, 0);

        assertThat(gate.admits(0, 10)).isTrue();
        assertThat(gate.admits(1, 1)).isFalse();
        assertThat(gate.admits(2 * SECOND, 1)).isTrue();
    }

    @Test
    void aFewErrorsAreReadBeyond() {
        FloodGate gate = new FloodGate(1, 10, 2, 0);

        assertThat(gate.admitsError()).isTrue();
        assertThat(gate.admitsError()).isTrue();
        assertThat(gate.admitsError()).isFalse();
        assertThat(gate.admits(SECOND, 1)).isTrue();
        assertThat(gate.admitsError()).isTrue();
    }
}
