package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmGuardTest {
    @Test
    void takenAwayItIsGone() {
        JvmGuard guard = JvmGuard.of("recua-ends-nothing", () -> {});

        assertThat(guard.release()).isTrue();
        assertThat(guard.release()).as("nothing is left to take away").isFalse();
    }
}
