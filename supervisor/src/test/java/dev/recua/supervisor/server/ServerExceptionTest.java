package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartDiagnosis;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.server.ServerException.ClientError;
import dev.recua.supervisor.server.ServerException.HealthCheckError;
import dev.recua.supervisor.server.ServerException.IoError;
import dev.recua.supervisor.server.ServerException.ModelNotFound;
import dev.recua.supervisor.server.ServerException.ServerNotReady;
import dev.recua.supervisor.server.ServerException.StartupError;
import dev.recua.supervisor.server.ServerException.TimeoutError;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerExceptionTest {

    private static final List<ServerException> ALL =
            List.of(
                    new ServerNotReady(),
                    new StartupError("no luck"),
                    new IoError(new IOException("disk full")),
                    new ClientError(new IOException("connection reset")),
                    new HealthCheckError("HTTP 500"),
                    new TimeoutError("300"),
                    new ModelNotFound("$HF_HOME/hub/tiny.gguf"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | server_not_ready | 503 | service_unavailable | server not ready: the server process has not completed initialization",
                "1 | startup_error | 500 | internal_server_error | failed to start server: no luck",
                "2 | io_error | 500 | internal_server_error | disk full",
                "3 | client_error | 500 | internal_server_error | connection reset",
                "4 | health_check_error | 500 | internal_server_error | server health check failed: HTTP 500",
                "5 | timeout_error | 500 | internal_server_error | server health check timed out after 300 seconds",
                "6 | model_not_found | 404 | not_found_error | Model file does not exist: $HF_HOME/hub/tiny.gguf"
            })
    void eachKindHasItsCodeStatusTypeAndEnglishText(
            int kind, String name, int status, String type, String text) {
        ServerException error = ALL.get(kind);

        assertThat(error.code()).isEqualTo("server_error-" + name);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error).hasMessage(text);
        assertThat(error.message(Locale.UK)).isEqualTo(text);
        assertThat(error.message(Locale.FRENCH)).as("no such texts").isEqualTo(text);
    }

    @Test
    void theSameInSpanish() {
        assertThat(ALL.stream().map(error -> error.message(Locale.of("es", "MX"))))
                .containsExactly(
                        "el servidor no está listo: su proceso no ha terminado de inicializarse",
                        "no se pudo iniciar el servidor: no luck",
                        "disk full",
                        "connection reset",
                        "falló la comprobación de estado del servidor: HTTP 500",
                        "la comprobación de estado del servidor superó el límite de 300 segundos",
                        "El archivo del modelo no existe: $HF_HOME/hub/tiny.gguf");
        assertThat(new ServerNotReady().next(Locale.of("es"))).startsWith("Espere a que");
    }

    @Test
    void everyBundleHasATextForEveryCodeAndNoOther() {
        List<String> codes = ALL.stream().map(ServerException::code).sorted().toList();

        for (String bundle : List.of(ErrorTexts.MESSAGES, ErrorTexts.NEXT)) {
            for (Locale locale : List.of(ErrorTexts.ENGLISH, ErrorTexts.SPANISH)) {
                ResourceBundle texts = ResourceBundle.getBundle(bundle, locale);
                assertThat(texts.getLocale()).isEqualTo(locale);
                assertThat(new TreeSet<>(texts.keySet())).containsExactlyElementsOf(codes);
                assertThat(texts.keySet())
                        .allSatisfy(key -> assertThat(texts.getString(key)).isNotBlank());
            }
        }
    }

    @Test
    void aTextTakesBracesAndQuotesAsTheyAre() {
        assertThat(new StartupError("it's {0} and {broken"))
                .hasMessage("failed to start server: it's {0} and {broken");
    }

    @Test
    void asAJsonBodyItHasWhatAClientReads() {
        AppError error = new TimeoutError("300");

        assertThat(WireJson.mapper().writeValueAsString(error.body(Locale.ENGLISH)))
                .isEqualTo(
                        "{\"error\":{\"message\":\"server health check timed out after 300 seconds\","
                                + "\"type\":\"internal_server_error\",\"param\":null,"
                                + "\"code\":\"server_error-timeout_error\","
                                + "\"hint\":\"Look at the log of the server. Raise the limit if the disk is"
                                + " slow, or take a smaller model.\"}}");
    }

    @Test
    void anIoErrorSaysAtLeastItsKind() {
        assertThat(new IoError(new IOException())).hasMessage("IOException");
        assertThat(new IoError(new NoSuchFileException("x"))).hasMessage("x");
    }

    @Test
    void everyCauseOfAFailedStartHasAKind() {
        for (Cause cause : EnumSet.allOf(Cause.class)) {
            StartFailure failure = new StartFailure(cause, "why", "what to do", 1, List.of("log"));
            ServerException error = ServerException.of(failure);

            assertThat(error.failure()).hasValue(failure);
            assertThat(error.next(Locale.ENGLISH)).isEqualTo("what to do");
            assertThat(error.getMessage()).contains("why");
            switch (cause) {
                case BINARY_NOT_FOUND, NOT_EXECUTABLE, NOT_LAUNCHED ->
                        assertThat(error).isInstanceOf(IoError.class);
                default -> assertThat(error).isInstanceOf(StartupError.class);
            }
        }
    }

    @Test
    void aStartThatTookTooLongTellsTheLimit() {
        for (var limit : List.of(Duration.ofSeconds(300), Duration.ofMillis(1500))) {
            StartFailure failure =
                    StartDiagnosis.timeout(
                            "tiny", 7, ChildLimits.DEFAULT.withStart(limit), List.of());

            ServerException error = ServerException.of(failure);
            assertThat(error).isInstanceOf(TimeoutError.class);
            assertThat(error.messageArgs())
                    .containsExactly(limit.toSeconds() == 300 ? "300" : "1.5");
        }
        StartFailure quick =
                StartDiagnosis.timeout(
                        "tiny",
                        7,
                        ChildLimits.DEFAULT.withStart(Duration.ofMillis(250)),
                        List.of());
        assertThat(ServerException.of(quick))
                .hasMessage("server health check timed out after 0.250 seconds");
    }

    @Test
    void aFileThatTheEngineDidNotFindIsNamed() {
        List<String> log = Golden.text("llama-server-0.7.0/nonexistent.stderr").lines().toList();
        StartFailure failure =
                StartDiagnosis.of(
                        "tiny", new Exit(1, false, Instant.EPOCH, Duration.ofMillis(12), log));

        assertThat(ServerException.of(failure))
                .isInstanceOf(ModelNotFound.class)
                .hasMessage("Model file does not exist: /srv/llama/models/nonexistent.gguf");
        assertThat(ServerException.of(StartFacts.missing("$HF_HOME/hub/a.gguf")))
                .isInstanceOf(ModelNotFound.class)
                .hasMessage("Model file does not exist: $HF_HOME/hub/a.gguf");
    }
}
