package dev.recua.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.http.ModelErrors;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What users of the gateway are told of a failed start, in the words of their configuration.
class CausesTest {
    @ParameterizedTest
    @CsvSource({
        "MISSING_LIBRARY, --engine",
        "UNKNOWN_ARCHITECTURE, engine.path",
        "TIMEOUT, supervisor.start-timeout",
        "OUT_OF_MEMORY, `gpu-layers`",
        "UNKNOWN_FLAG, `args`"
    })
    void whereItIsDoneInTheGatewayStandsAtTheEnd(Cause cause, String place) {
        var failure = new StartFailure(cause, "it did not start", "Do this.", 1, List.of());

        assertThat(Causes.of(failure).message())
                .startsWith("it did not start. Do this. ")
                .contains(place);
    }

    @Test
    void whatHasNoPlaceInTheGatewayIsToldAsItIs() {
        var failure =
                new StartFailure(Cause.GPU_LOST, "it did not start", "Do this.", 1, List.of());

        assertThat(Causes.of(failure).message()).isEqualTo("it did not start. Do this.");
    }

    @Test
    void whoseFileIsGoneIsNotToldToLoadItAtOnce() {
        var gone =
                new LoadFailure(
                        LoadFailure.Kind.FAILED,
                        "the file of a:1b is gone.",
                        "file_not_found",
                        false,
                        OptionalInt.empty(),
                        List.of());

        assertThat(ModelErrors.loadFailed("a:1b", gone).error().hint())
                .contains("Bring the file back")
                .doesNotContain("recua load");
    }
}
