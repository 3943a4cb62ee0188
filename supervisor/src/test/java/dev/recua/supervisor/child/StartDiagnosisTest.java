package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.testkit.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StartDiagnosisTest {

    @ParameterizedTest
    @CsvSource({
        "bad-magic, BAD_MAGIC, true",
        "bad-trunc, TRUNCATED, true",
        "bad-version, BAD_VERSION, true",
        "badflag, UNKNOWN_FLAG, true",
        "badhost, PORT_IN_USE, false",
        "badport, BAD_VALUE, true",
        "isdir, BAD_MAGIC, true",
        "nonexistent, FILE_NOT_FOUND, false",
        "portconflict, PORT_IN_USE, false",
    })
    void everyCapturedFailureHasItsCause(String capture, Cause cause, boolean lasting) {
        List<String> lines =
                Golden.text("llama-server-0.7.0/" + capture + ".stderr").lines().toList();

        StartFailure failure = StartDiagnosis.of("alpha", exit(1, lines));

        assertThat(failure.cause()).isEqualTo(cause);
        assertThat(failure.lasting()).isEqualTo(lasting);
        assertThat(failure.message())
                .startsWith("alpha did not start: ")
                .contains("exit 1 after 24ms");
        assertThat(failure.next()).isNotBlank();
        assertThat(failure.log()).isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "E llama_model_load: error loading model: unknown model architecture: 'mamba9' | UNKNOWN_ARCHITECTURE",
                "E ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed: out of memory | OUT_OF_MEMORY",
                "E alloc_tensor_range: failed to allocate buffer of size 9100000000 | OUT_OF_MEMORY",
                "E llama_init: failed to allocate buffer for kv cache | OUT_OF_MEMORY",
                "E llama_init: failed to allocate compute pp buffers | OUT_OF_MEMORY",
                "E srv: failed to create_context with model 'x.gguf' | BAD_MODEL",
                "llama-server: error while loading shared libraries: libgomp.so.1: cannot open | MISSING_LIBRARY",
                "libc.so.6: version `GLIBC_2.39' not found (required by llama-server) | MISSING_LIBRARY",
                "E gguf_init_from_file: failed to open GGUF file 'x' (Permission denied) | NO_PERMISSION",
                "something never seen | EXITED",
            })
    void knownLinesHaveTheirCause(String line, Cause cause) {
        assertThat(StartDiagnosis.of("alpha", exit(1, List.of(line))).cause()).isEqualTo(cause);
    }

    @Test
    void memoryIsNamedEvenWhenTheLoadErrorThatFollowsIsMoreGeneral() {
        List<String> lines =
                List.of(
                        "E cudaMalloc failed: out of memory",
                        "E srv load_model: failed to load model, 'x.gguf'");

        StartFailure failure = StartDiagnosis.of("alpha", exit(1, lines));

        assertThat(failure.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(failure.message()).contains("cudaMalloc failed: out of memory");
    }

    @Test
    void aKilledProcessAndACrashedOneAreToldApart() {
        assertThat(StartDiagnosis.of("a", exit(137, List.of())).cause()).isEqualTo(Cause.KILLED);
        assertThat(StartDiagnosis.of("a", exit(139, List.of())).cause()).isEqualTo(Cause.CRASHED);
    }

    @Test
    void aTimeoutTellsTheLimitThePidAndTheLastLine() {
        ChildLimits limits = ChildLimits.DEFAULT.withStart(Duration.ofSeconds(120));

        StartFailure failure =
                StartDiagnosis.timeout("alpha", 4312, limits, List.of("loading model"));

        assertThat(failure.message())
                .isEqualTo(
                        "alpha did not become ready in 120s (pid 4312, last log: \"loading model\")");
        assertThat(failure.lasting()).isFalse();
    }

    /// What is remembered is forgotten only when a path, a size or a time changes.
    @ParameterizedTest
    @EnumSource(
            names = {
                "FILE_NOT_FOUND",
                "NO_PERMISSION",
                "MISSING_LIBRARY",
                "BINARY_NOT_FOUND",
                "NOT_EXECUTABLE"
            })
    void whatIsHealedWithoutTouchingAFileIsTriedAgain(Cause cause) {
        assertThat(cause.lasting()).isFalse();
    }

    private static Exit exit(int code, List<String> lines) {
        return new Exit(code, false, Instant.EPOCH, Duration.ofMillis(24), lines);
    }
}
