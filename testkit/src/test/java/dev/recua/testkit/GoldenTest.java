package dev.recua.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoldenTest {

    @Test
    void goldenFilesAreReadAsTheyAre() {
        assertThat(Golden.text("llama-server-0.7.0/badflag.stderr"))
                .isEqualTo("error: invalid argument: --no-such-flag\n");
        assertThat(Golden.text("recua-tiny/examples.json")).startsWith("[");
    }

    @Test
    void aMissingGoldenFileIsNamed() {
        assertThatThrownBy(() -> Golden.text("nothing.txt")).hasMessageContaining("nothing.txt");
    }

    @Test
    void aFakeClockMovesOnlyWhenItIsMoved() {
        FakeClock clock = FakeClock.atNewYear();
        Instant before = clock.instant();

        clock.advance(Duration.ofMillis(250));

        assertThat(clock.instant()).isEqualTo(before.plusMillis(250)).isEqualTo(clock.instant());
    }
}
