package dev.recua.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelFactsTest {
    @TempDir Path folder;

    @Test
    void anEncoderIsKnownByItsArchitectureOrByItsAttention() throws IOException {
        assertThat(facts(TinyGguf.model("bert")).encoder()).isTrue();
        assertThat(facts(TinyGguf.model("llama")).encoder()).isFalse();
        assertThat(facts(TinyGguf.model("new").flag("new.attention.causal", false)).encoder())
                .isTrue();
        assertThat(facts(TinyGguf.model("llada").flag("llada.attention.causal", false)).encoder())
                .isFalse();
    }

    @Test
    void poolingIsReadFromTheArchitecturesOwnKey() throws IOException {
        assertThat(facts(TinyGguf.model("qwen3").u32("qwen3.pooling_type", 3)).pooling())
                .hasValue(Pooling.LAST);
        assertThat(facts(TinyGguf.model("qwen3").u32("qwen3.pooling_type", 77)).pooling())
                .isEmpty();
    }

    @Test
    void projectorsAdaptersAndDataAreNoModels() throws IOException {
        assertThat(facts(TinyGguf.empty().text("general.architecture", "clip")).role())
                .isEqualTo(FileRole.PROJECTOR);
        assertThat(facts(TinyGguf.empty().text("general.type", "mmproj")).role())
                .isEqualTo(FileRole.PROJECTOR);
        assertThat(facts(TinyGguf.empty().text("general.type", "adapter")).role())
                .isEqualTo(FileRole.ADAPTER);
        assertThat(facts(TinyGguf.model("llama").text("adapter.type", "lora")).role())
                .isEqualTo(FileRole.ADAPTER);
        assertThat(facts(TinyGguf.empty().text("general.type", "imatrix")).role())
                .isEqualTo(FileRole.OTHER);
        assertThat(facts(TinyGguf.empty()).role()).isEqualTo(FileRole.MODEL);
    }

    @Test
    void aFileTypeThatNobodyKnowsLeavesTheQuantizationToTheName() throws IOException {
        Optional<String> header =
                facts(TinyGguf.model("x").u32("general.file_type", 900)).quantization();

        assertThat(header).isEmpty();
        assertThat(QuantLabel.of(header, "x-7b-Q4_K_M.gguf")).hasValue("Q4_K_M");
        assertThat(QuantLabel.of(header, "x-7b.gguf")).isEmpty();
    }

    @Test
    void aGuessedFileTypeCounts() throws IOException {
        assertThat(facts(TinyGguf.model("x").u32("general.file_type", 1024 + 15)).quantization())
                .hasValue("Q4_K_M");
    }

    @ParameterizedTest
    @CsvSource({
        "Q4_K_M, a-7b-Q5_K_S.gguf, Q4_K_M",
        "Q4_K_M, a-7b-UD-Q4_K_XL.gguf, UD-Q4_K_XL",
        "Q6_K, a-7b-Q6_K_L.gguf, Q6_K_L",
        "IQ1_S, a-7b-UD-IQ1_S-00001-of-00002.gguf, UD-IQ1_S",
        ", a-7b.fp16.gguf, F16",
        ", a-7b-TQ1_0.gguf, TQ1_0",
        "MXFP4, gpt-oss-20b-F16.gguf, MXFP4",
    })
    void theLabelComesFromTheHeaderExceptForDynamicFiles(String header, String name, String label) {
        assertThat(QuantLabel.of(Optional.ofNullable(header), name)).hasValue(label);
    }

    private ModelFacts facts(TinyGguf file) throws IOException {
        return ModelFacts.of(GgufReader.read(file.write(folder.resolve("a.gguf"))));
    }
}
