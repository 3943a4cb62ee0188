package dev.recua.models.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

final class FileNameTest {
    @ParameterizedTest
    @CsvFileSource(resources = "requirement-names.csv")
    void theRowsOfTheRequirementGetTheirNames(String file, String name) {
        assertName(file, name);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "real-world-names.csv")
    void publishedFilesGetTheNamesWrittenDownForThem(String file, String name) {
        assertName(file, name);
    }

    @ParameterizedTest
    @CsvSource({
        "Mistral-7B-Instruct-v0.3-Q5_K_M.gguf, v0.3, q5_k_m",
        "Qwen3-4B-Instruct-2507-UD-Q4_K_XL.gguf, 2507, ud-q4_k_xl",
        "llama-3.2-1b-instruct-q4_k_m.gguf, , q4_k_m",
        "nomic-embed-text-v1.5.f16.gguf, v1.5, f16",
    })
    void releaseAndQuantizationAreKeptForCollisions(String file, String release, String quant) {
        FileName name = FileName.parse(file);

        assertThat(name.release().orElse(null)).isEqualTo(release);
        assertThat(name.quant().orElse(null)).isEqualTo(quant);
    }

    @ParameterizedTest
    @CsvSource({
        "Mixtral-8x7B-Instruct-v0.1.gguf, 56",
        "gemma-3n-E4B-it.gguf, 4",
        "Llama-68M-Chat-v1.gguf, 0.068",
        "TinyLlama-1.1B.gguf, 1.1",
    })
    void sizesBecomeBillions(String file, double billions) {
        assertThat(FileName.parse(file).billions()).hasValue(billions);
    }

    @Test
    void aSizeInWordsIsNoNumber() {
        assertThat(FileName.parse("Phi-3.5-mini-instruct.gguf").billions()).isEmpty();
        assertThat(FileName.parse("phi-4.gguf").billions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mmproj-F16.gguf, PROJECTOR",
        "gemma-3-4b-it-mmproj-Q8_0.gguf, PROJECTOR",
        "Qwen3-8B.imatrix.gguf, SIDECAR",
        "mtp-Qwen3-8B.gguf, SIDECAR",
        "bge-reranker-v2-m3-Q4_K_M.gguf, RERANK",
        "My-Reranker-1B.gguf, RERANK",
        "bge-m3-Q8_0.gguf, EMBEDDING",
        "my-embedding-model.gguf, EMBEDDING",
        "Qwen3-8B.gguf, MODEL",
    })
    void theNameGivesAwayWhatTheFileIsFor(String file, FileName.Purpose purpose) {
        assertThat(FileName.parse(file).purpose()).isEqualTo(purpose);
    }

    @Test
    void partsOfASplitModelShareOneName() {
        FileName second = FileName.parse("Qwen3-235B-Q4_K_M-00002-of-00003.gguf");

        assertThat(second.part()).hasValue(new FileName.Part("qwen3-235b-q4_k_m", 2, 3));
        assertThat(second.base()).isEqualTo("qwen3:235b");
        assertThat(FileName.parse("a-00004-of-00003.gguf").part()).isEmpty();
    }

    private static void assertName(String file, String name) {
        FileName parsed = FileName.parse(file);
        if (name.equals("-")) {
            assertThat(parsed.purpose()).isEqualTo(FileName.Purpose.PROJECTOR);
        } else {
            assertThat(parsed.base()).isEqualTo(name);
            assertThat(parsed.purpose()).isNotEqualTo(FileName.Purpose.PROJECTOR);
        }
    }
}
