package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.testkit.Golden;
import java.nio.file.Path;
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
    void aKilledLoadIsKilledThoughItAlsoSaidThatTheLoadFailed() {
        List<String> lines = List.of("E srv load_model: failed to load model, 'x.gguf'");

        assertThat(StartDiagnosis.of("a", exit(137, lines)).cause()).isEqualTo(Cause.KILLED);
        assertThat(StartDiagnosis.of("a", exit(1, lines)).cause()).isEqualTo(Cause.BAD_MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "132, ILLEGAL_INSTRUCTION, exit 132 (SIGILL)",
        "-1073741795, ILLEGAL_INSTRUCTION, exit 0xC000001D (STATUS_ILLEGAL_INSTRUCTION)",
        "-1073741515, MISSING_LIBRARY, exit 0xC0000135 (STATUS_DLL_NOT_FOUND)",
        "-1073741511, MISSING_LIBRARY, exit 0xC0000139 (STATUS_ENTRYPOINT_NOT_FOUND)",
        "-1073741502, MISSING_LIBRARY, exit 0xC0000142 (STATUS_DLL_INIT_FAILED)",
        "-1073741701, WRONG_PLATFORM, exit 0xC000007B (STATUS_INVALID_IMAGE_FORMAT)",
        "-1073741801, OUT_OF_MEMORY, exit 0xC0000017 (STATUS_NO_MEMORY)",
        "-1073741523, OUT_OF_MEMORY, exit 0xC000012D (STATUS_COMMITMENT_LIMIT)",
        "-1073740791, CRASHED, exit 0xC0000409 (STATUS_STACK_BUFFER_OVERRUN)",
        "-1073741819, CRASHED, exit 0xC0000005 (STATUS_ACCESS_VIOLATION)",
        "134, CRASHED, exit 134 (SIGABRT)",
        "3, EXITED, exit 3",
    })
    void anExitCodeTellsWhatASilentStartDoesNot(int code, Cause cause, String described) {
        StartFailure failure = StartDiagnosis.of("alpha", exit(code, List.of()));

        assertThat(failure.cause()).isEqualTo(cause);
        assertThat(failure.message()).contains("(" + described + " after 24ms)");
        assertThat(failure.next()).isNotBlank();
    }

    @Test
    void theLogKnowsMoreThanTheExitCode() {
        List<String> lines = List.of("terminate called", "  what():  failed to parse grammar");

        assertThat(StartDiagnosis.of("a", exit(134, lines)).cause()).isEqualTo(Cause.BAD_VALUE);
        assertThat(
                        StartDiagnosis.of(
                                        "a", exit(137, List.of("cudaMalloc failed: out of memory")))
                                .cause())
                .isEqualTo(Cause.OUT_OF_MEMORY);
    }

    /// The first four as the JDK says them (25 on Linux), the others as it did before and does on
    /// Windows.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cannot run program \"x\": Exec failed, error: 2 (No such file or directory)  | MISSING_LIBRARY",
                "Cannot run program \"x\": Exec failed, error: 13 (Permission denied)  | NOT_EXECUTABLE",
                "Cannot run program \"x\": Exec failed, error: 8 (Exec format error)  | WRONG_PLATFORM",
                "Cannot run program \"x\": Exec failed, error: 12 (Cannot allocate memory)  | OUT_OF_MEMORY",
                "Cannot run program \"x\": error=86, Bad CPU type in executable | WRONG_PLATFORM",
                "Cannot run program \"x\": CreateProcess error=193, %1 is not a valid Win32 application | WRONG_PLATFORM",
                "Cannot run program \"x\": CreateProcess error=14001, side-by-side | MISSING_LIBRARY",
                "Cannot run program \"x\": CreateProcess error=5, Access is denied | NOT_EXECUTABLE",
                "Cannot run program \"x\": error=11, Resource temporarily unavailable | NOT_LAUNCHED",
                "something else | NOT_LAUNCHED",
            })
    void whatTheSystemRefusesToExecuteHasItsCause(String why, Cause cause) {
        StartFailure failure = StartDiagnosis.notLaunched("alpha", Path.of("engine"), why);

        assertThat(failure.cause()).isEqualTo(cause);
        assertThat(failure.message())
                .isEqualTo("alpha did not start: engine could not be started: " + why);
        assertThat(failure.exitCode()).isEqualTo(Exit.NEVER_RAN);
        assertThat(failure.next()).isNotBlank();
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
                "NOT_EXECUTABLE",
                "MISSING_PART",
                "GPU_NOT_FOUND",
                "GPU_DRIVER",
                "GPU_LOST"
            })
    void whatIsHealedWithoutTouchingAFileIsTriedAgain(Cause cause) {
        assertThat(cause.lasting()).isFalse();
    }

    private static Exit exit(int code, List<String> lines) {
        return new Exit(code, false, Instant.EPOCH, Duration.ofMillis(24), lines);
    }
}
