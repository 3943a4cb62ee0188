package dev.recua.supervisor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineFlagsTest {
    private final EngineFlags flags = EngineFlags.parse(Captured.HELP);

    @ParameterizedTest
    @CsvSource({
        "-c, 1",
        "--ctx-size, 1",
        "--metrics, 0",
        "--slots, 0",
        "--no-slots, 0",
        "-kvu, 0",
        "--kv-unified, 0",
        "--no-kv-unified, 0",
        "-no-kvu, 0",
        "--no-ui, 0",
        "--webui, 0",
        "--host, 1",
        "--port, 1",
        "--alias, 1",
        "-np, 1",
        "--cache-ram, 1",
        "--sse-ping-interval, 1",
        "--slot-save-path, 1",
        "--mmproj, 1",
        "--embeddings, 0",
        "--embedding, 0",
        "--reranking, 0",
        "--pooling, 1",
        "--gpu-layers, 1",
        "-ngl, 1",
        "--control-vector-layer-range, 2",
        "--override-tensor, 1",
        "--flash-attn, 1",
        "--fim-qwen-1.5b-default, 0",
        "--version, 0",
        "--usage, 0",
        "--lora-scaled, 1",
        "--spec-draft-override-tensor, 1",
        "--device, 1",
        "--swa-full, 0",
        "--hf-repo, 1"
    })
    void everySpellingOfTheHelpIsKnownWithTheNumberOfItsValues(String spelling, int values) {
        assertThat(flags.find(spelling))
                .hasValueSatisfying(f -> assertThat(f.values()).isEqualTo(values));
    }

    @Test
    void spellingsOfOneLineAreOneFlag() {
        assertThat(flags.find("-kvu").orElseThrow().spellings())
                .isEqualTo(List.of("-kvu", "--kv-unified", "-no-kvu", "--no-kv-unified"));
        assertThat(flags.find("--n-predict")).isEqualTo(flags.find("-n"));
    }

    @Test
    void anUnderscoreInALongFlagIsAHyphen() {
        assertThat(flags.knows("--ctx_size")).isTrue();
    }

    @Test
    void wordsOfDescriptionsAreNoFlags() {
        assertThat(flags.knows("--mmap")).isFalse();
        assertThat(flags.knows("--no-such-flag")).isFalse();
        assertThat(flags.knows("-----")).isFalse();
        assertThat(flags.knows("-")).isFalse();
    }

    @Test
    void everyLineThatBeginsWithAFlagGivesOneUnlessItIsGone() {
        long lines = Captured.HELP.lines().filter(l -> l.matches("-{1,2}[A-Za-z].*")).count();
        long removed = Captured.HELP.lines().filter(l -> l.contains("has been removed")).count();

        assertThat(flags.flags()).hasSize((int) (lines - removed));
        assertThat(removed).isEqualTo(5);
        assertThat(lines).isGreaterThan(200);
    }

    /// 0.7.0 lists them, and ends with exit code 1 when it meets one.
    @Test
    void anOptionThatIsListedOnlyToSayThatItIsGoneIsNoOption() {
        assertThat(flags.knows("--draft-max")).isFalse();
        assertThat(flags.knows("--spec-ngram-size-n")).isFalse();
    }

    @Test
    void aTextThatIsNoHelpGivesNoFlags() {
        assertThat(EngineFlags.parse("hello\n  --not-in-the-first-column\n").flags()).isEmpty();
    }
}
