package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StopKeyTest {
    @Test
    void pressingInterruptsTheOwnerAndIsTakenBackAtTheEnd() {
        var key = new StopKey();

        key.press();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(key.over()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void pressingTooLateDoesNothing() {
        var key = new StopKey();
        assertThat(key.over()).isFalse();

        key.press();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(key.over()).isFalse();
    }
}
