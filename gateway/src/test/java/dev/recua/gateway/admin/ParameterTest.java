package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParameterTest {
    private static final Parameter.Truth WAIT =
            new Parameter.Truth("wait", true, "Whether it waits");
    private static final Parameter.Whole LINES =
            new Parameter.Whole("lines", 200, 1, 10_000, "How many");

    @Test
    void aTruthIsWordedOrItsBareName() {
        assertThat(WAIT.read(null)).isTrue();
        assertThat(WAIT.read("")).isTrue();
        assertThat(WAIT.read("true")).isTrue();
        assertThat(WAIT.read("false")).isFalse();
        assertThatThrownBy(() -> WAIT.read("no")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNumberOutsideItsLimitsIsTheNearestLimit() {
        assertThat(LINES.read(null)).isEqualTo(200);
        assertThat(LINES.read("7")).isEqualTo(7);
        assertThat(LINES.read("0")).isEqualTo(1);
        assertThat(LINES.read("-5")).isEqualTo(1);
        assertThat(LINES.read("99999999999")).isEqualTo(10_000);
        assertThatThrownBy(() -> LINES.read("many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LINES.read("")).isInstanceOf(IllegalArgumentException.class);
    }
}
