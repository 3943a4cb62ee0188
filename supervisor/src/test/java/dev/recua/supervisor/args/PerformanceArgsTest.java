package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.Performance;
import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a client's configuration says of a llama-server's performance, llama-servers understand.
class PerformanceArgsTest {
    private static final Performance ALL = new Performance(8, 999, false, true, 8192);

    @Test
    void theTableKnowsEveryWord() {
        assertThat(ALL.args().stream().filter(it -> it.startsWith("--")))
                .containsExactly(
                        "--threads", "--n-gpu-layers", "--no-mmap", "--mlock", "--ctx-size")
                .allMatch(it -> Options.LLAMA_SERVER.find(it).isPresent());
    }

    @Test
    void todaysServerIsToldInItsOwnWords() {
        Spoken spoken = Dialect.of(Captured.facts().flags()).speak(ALL.args());

        assertThat(spoken.problems()).isEmpty();
        assertThat(spoken.args())
                .containsExactly(
                        "--threads",
                        "8",
                        "--n-gpu-layers",
                        "999",
                        "--load-mode",
                        "mlock",
                        "--ctx-size",
                        "8192");
    }

    @Test
    void anOldServerIsToldAsItIsWritten() {
        EngineFlags old = EngineFlags.parse(Resource.text("help-2024-10.txt"));

        Spoken spoken = Dialect.of(old).speak(ALL.args());

        assertThat(spoken.problems()).isEmpty();
        assertThat(spoken.args()).isEqualTo(ALL.args());
    }

    @Test
    void whatIsNotSaidIsLeftToWhoeverStartsIt() {
        assertThat(Dialect.of(Captured.facts().flags()).speak(Performance.UNSET.args()).args())
                .isEqualTo(List.of());
    }
}
