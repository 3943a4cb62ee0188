package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The recorded requests that we answer ourselves or otherwise than an engine does, each with what
/// comes instead. [Captures#INSTEAD] lists them.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureExceptionsIT {
    private static final String TINY = "recua-tiny";
    private static final String KEY = "first-second-third";

    @AutoClose private RunningGateway open;
    @AutoClose private RunningGateway locked;

    @BeforeAll
    void serve(@TempDir Path home, @TempDir Path lockedHome) {
        open = PackagedRecua.in(home).engine(RealEngine.path()).config(ClientModels.yaml()).serve();
        locked =
                PackagedRecua.in(lockedHome)
                        .engine(RealEngine.path())
                        .config("api-key: " + KEY + "\n")
                        .serve();
    }

    /// An engine alone ignores the name.
    @Test
    void anUnknownModelIsNotFound() {
        Answer answer = send(open, Capture.read("err-unknown-model"));

        JsonNode error = answer.expect(404).error();
        assertThat(error.path("code").asString()).isEqualTo("model_not_found");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asString()).contains("other");
        assertThat(error.path("hint").asString()).isNotBlank();
    }

    @Test
    void brokenJsonIsRefusedInOurWords() {
        refusedLikeTheEngine("err-badjson", "invalid_json", "invalid_request_error");
    }

    @Test
    void anEmptyBodyIsRefusedInOurWords() {
        refusedLikeTheEngine("err-emptybody", "invalid_json", "invalid_request_error");
    }

    @Test
    void anUnknownPathIsNotFoundInOurWords() {
        refusedLikeTheEngine("err-unknown-endpoint", "not_found", "not_found_error");
    }

    @Test
    void aWrongMethodIsNotFoundInOurWords() {
        refusedLikeTheEngine("err-wrong-method", "not_found", "not_found_error");
    }

    /// An engine alone echoes any origin.
    @Test
    void aPreflightIsAnsweredForAllowedOriginsOnly() {
        String foreign = preflight("http://evil.example");
        String own = preflight("http://localhost:3000");

        assertThat(foreign).startsWith("HTTP/1.1 403").contains("forbidden_origin");
        assertThat(foreign.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
        assertThat(own).startsWith("HTTP/1.1 204");
        assertThat(own.toLowerCase(Locale.ROOT))
                .contains("access-control-allow-origin: http://localhost:3000\r\n")
                .contains("access-control-allow-methods: ")
                .contains("access-control-allow-headers: content-type\r\n");
    }

    @Test
    void ourKeyIsAskedForNotTheEngines() {
        for (String name : List.of("apikey-none", "apikey-none-chat", "apikey-wrong")) {
            Capture capture = Capture.read(name);
            Answer answer =
                    name.equals("apikey-wrong")
                            ? send(locked, capture, "Authorization", "Bearer wrong")
                            : send(locked, capture);

            JsonNode error = answer.expect(capture.status()).error();
            assertThat(error.path("code").asString()).as(name).isEqualTo("invalid_api_key");
            assertThat(error.path("type").asString()).isEqualTo("authentication_error");
            assertThat(answer.body()).doesNotContain(KEY);
        }
    }

    /// The engine's own key, which is random, is between us and it.
    @Test
    void withOurKeyTheEngineAnswers() {
        Capture capture = Capture.read("apikey-right").withModel(TINY);

        Answer bearer = send(locked, capture, "Authorization", "Bearer " + KEY);
        Answer anthropic = send(locked, capture, "x-api-key", KEY);

        assertThat(bearer.expect(capture.status()).text()).isNotEmpty();
        assertThat(anthropic.expect(capture.status()).text()).isNotEmpty();
    }

    @Test
    void onlyHealthIsOpenWithoutOurKey() {
        Caller stranger = locked.caller();

        assertThat(stranger.get("/health").status()).isEqualTo(200);
        for (String path : List.of("/v1/models", "/models", "/props", "/slots", "/metrics")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(401);
        }
    }

    /// An engine alone has nothing there once its own pages are off.
    @Test
    void theRootGreetsAPerson() {
        Answer answer = send(open, Capture.read("root"));

        assertThat(answer.expect(200).header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).contains("Recua").contains("/v1");
    }

    @Test
    void healthIsOursAndNeedsNoEngine(@TempDir Path home) {
        try (RunningGateway idle = PackagedRecua.in(home).serve()) {
            Answer answer = send(idle, Capture.read("health"));

            assertThat(answer.expect(200).body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(idle.children()).isEmpty();
        }
    }

    /// An engine's own are there once a model is named, which [CapturesIT] shows.
    @Test
    void metricsWithoutAModelAreOurs() {
        open.caller().chat(TINY, Caller.MONDAY).expect(200);

        Answer answer = send(open, Capture.read("metrics"));

        assertThat(answer.expect(200).header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).contains("# TYPE recua_").doesNotContain("llamacpp:");
    }

    /// An engine alone lists the one model that it has; so do we with all of ours.
    @Test
    void modelsAreListedWithStatusAndCapabilities() {
        open.caller().chat(TINY, Caller.MONDAY).expect(200);

        Answer answer = send(open, Capture.read("v1-models"));

        assertThat(answer.expect(200).json().path("object").asString()).isEqualTo("list");
        assertThat(answer.json().path("data").valueStream().map(CaptureExceptionsIT::inShort))
                .containsExactly(
                        "tiny-broken unloaded [chat, completion, tools]",
                        "tiny-embed unloaded [embedding]",
                        "tiny-endless unloaded [chat, completion, tools]",
                        "recua:3m-instruct loaded [chat, completion, tools]");
        for (JsonNode row : answer.json().path("data")) {
            assertThat(row.path("object").asString()).isEqualTo("model");
            assertThat(row.path("created").isIntegralNumber()).isTrue();
            assertThat(row.path("owned_by").asString()).isEqualTo("recua");
            assertThat(row.path("context_length").asInt()).isEqualTo(1024);
            assertThat(row.at("/meta/n_ctx_train").asInt()).isEqualTo(1024);
        }
    }

    private static String inShort(JsonNode row) {
        String capabilities =
                row.path("capabilities")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", ", "[", "]"));
        String status = row.at("/status/value").asString();
        return row.path("id").asString() + ' ' + status + ' ' + capabilities;
    }

    /// The engine's status, our code and all keys that our errors have.
    private void refusedLikeTheEngine(String name, String code, String type) {
        Capture capture = Capture.read(name);

        JsonNode error = send(open, capture).expect(capture.status()).error();

        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("type").asString()).isEqualTo(type);
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.has("param")).isTrue();
    }

    private static Answer send(RunningGateway gateway, Capture capture, String... headers) {
        return gateway.caller().send(capture, headers);
    }

    /// As a browser asks; the JDK's client may not set `Origin`.
    private String preflight(String origin) {
        URI url = open.url();
        String request =
                """
                OPTIONS /v1/chat/completions HTTP/1.1
                Host: %s
                Origin: %s
                Access-Control-Request-Method: POST
                Access-Control-Request-Headers: content-type
                Connection: close

                """
                        .formatted(url.getAuthority(), origin)
                        .replace("\n", "\r\n");
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
