package dev.recua.client.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.fake.FakeProvider;
import dev.recua.client.provider.ValidationReport.Outcome;
import dev.recua.client.provider.ValidationReport.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ValidationTest {
    private static final String WRONG_KEY =
            "{\"error\":{\"code\":401,\"message\":\"Invalid API Key\",\"type\":\"authentication_error\"}}";

    private final FakeProvider llama = FakeProvider.open("llama");

    @AfterEach
    void stop() {
        llama.close();
    }

    @Test
    void aServerAsItShouldBePassesAllFourWithoutAModelWorking() throws InterruptedException {
        ValidationReport report = Validation.of(config("llama-model"));

        assertThat(outcomes(report))
                .containsExactly(Outcome.PASSED, Outcome.PASSED, Outcome.PASSED, Outcome.PASSED);
        assertThat(report.isFine()).isTrue();
        assertThat(llama.chats()).isEmpty();
    }

    @Test
    void whereNobodyListensTheFirstFailsAndTheOthersAreUnknown() throws Exception {
        URI nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        ValidationReport report = Validation.of(ProviderConfig.of(ProviderType.LLAMA_CPP, nobody));

        assertThat(outcomes(report))
                .containsExactly(Outcome.FAILED, Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.UNKNOWN);
        assertThat(report.isFine()).isFalse();
    }

    @Test
    void aServerWithoutThatRouteIsNoOpenAiServer() throws InterruptedException {
        llama.http().on("/v1/models", (request, wire) -> wire.whole(404, "text/html", "<p>no</p>"));

        ValidationReport report = Validation.of(config("llama-model"));

        assertThat(outcomes(report))
                .containsExactly(Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN, Outcome.UNKNOWN);
    }

    @Test
    void aModelThatIsNotThereIsNamedWithThoseThatAre() throws InterruptedException {
        ValidationReport report = Validation.of(config("llama9"));

        assertThat(report.of(Subject.MODEL_AVAILABLE).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.of(Subject.MODEL_AVAILABLE).detail())
                .isEqualTo(
                        "llama9 is not among the server's models (llama-model). Configure one of them.");
        assertThat(report.of(Subject.AUTHENTICATION).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aKeyIsCheckedAlsoWhereTheListIsPublic() throws InterruptedException {
        llama.http().on("/apply-template", (request, wire) -> wire.json(401, WRONG_KEY));

        ValidationReport report = Validation.of(config("llama-model"));

        assertThat(report.of(Subject.MODELS_ROUTE).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(report.of(Subject.AUTHENTICATION).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aWrongKeyHidesTheListAndNothingElseIsBlamed() throws InterruptedException {
        llama.http().on("/v1/models", (request, wire) -> wire.json(401, WRONG_KEY));

        ValidationReport report = Validation.of(config("llama-model"));

        assertThat(outcomes(report))
                .containsExactly(Outcome.PASSED, Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.FAILED);
    }

    @Test
    void aServerThatLoadsIsReachableAndTheRestIsUnknown() throws InterruptedException, IOException {
        llama.http()
                .on(
                        "/v1/models",
                        (request, wire) ->
                                wire.json(
                                        503,
                                        "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}"));

        ValidationReport report = Validation.of(config("llama-model"));

        assertThat(outcomes(report))
                .containsExactly(Outcome.PASSED, Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.UNKNOWN);
        assertThat(report.isFine()).isTrue();
    }

    private ProviderConfig config(String model) {
        ProviderConfig plain = ProviderConfig.of(ProviderType.LLAMA_CPP, llama.address());
        return new ProviderConfig(
                plain.type(),
                plain.baseUrl(),
                plain.apiKey(),
                List.of(model),
                plain.timeout(),
                plain.maxRetries(),
                plain.sampling(),
                plain.performance());
    }

    private static List<Outcome> outcomes(ValidationReport report) {
        return report.checks().stream().map(ValidationReport.Check::outcome).toList();
    }
}
