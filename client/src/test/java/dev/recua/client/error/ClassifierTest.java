package dev.recua.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Happened.Phase;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierTest {
    private static final URI CHAT = URI.create("http://localhost:8080/v1/chat/completions");

    /// What llama-server 0.7.0 answered, from the recorded exchanges.
    @ParameterizedTest
    @CsvSource({
        "err-context,            CONTEXT_OVERFLOW",
        "err-context-stream,     CONTEXT_OVERFLOW",
        "err-badjson,            INVALID_REQUEST",
        "err-bad-type,           INVALID_REQUEST",
        "err-bad-role,           INVALID_REQUEST",
        "err-emptybody,          INVALID_REQUEST",
        "err-nomessages,         INVALID_REQUEST",
        "err-unknown-endpoint,   INVALID_REQUEST",
        "err-wrong-method,       INVALID_REQUEST",
        "apikey-wrong,           AUTHENTICATION_ERROR",
        "apikey-none-chat,       AUTHENTICATION_ERROR",
        "embeddings-not-enabled, INVALID_REQUEST",
        "rerank-not-enabled,     INVALID_REQUEST"
    })
    void whatLlamaServerReallyAnswersIsClassified(String capture, ErrorType expected) {
        String recorded = Golden.text("llama-server-0.7.0/" + capture + ".txt");
        String answer = recorded.substring(recorded.indexOf("HTTP/1.1 "));
        int status = Integer.parseInt(answer.substring(9, 12));
        String body = answer.substring(answer.indexOf('{'));

        LlmException failure = refused(status, body);

        assertThat(failure.type()).isEqualTo(expected);
        assertThat(failure.status()).hasValue(status);
        assertThat(failure.error()).isPresent();
    }

    @Test
    void anOverflowTellsHowManyTokensAndForHowManyThereIsRoom() {
        var failure =
                (LlmException.ContextOverflow)
                        refused(
                                400,
                                "{\"error\":{\"code\":400,\"message\":\"request (3010 tokens) exceeds the available context size (1024 tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":3010,\"n_ctx\":1024}}");

        assertThat(failure.promptTokens()).hasValue(3010);
        assertThat(failure.contextSize()).hasValue(1024);
        assertThat(failure)
                .hasMessage(
                        "llama.cpp at http://localhost:8080 answered 400 to /v1/chat/completions: request (3010 tokens) exceeds the available context size (1024 tokens), try increasing it. Shorten the conversation, or start llama-server with a larger `--ctx-size`.");
    }

    @Test
    void otherServersCountTheirTokensInASentence() {
        var failure =
                (LlmException.ContextOverflow)
                        refused(
                                400,
                                "{\"error\":{\"message\":\"This model's maximum context length is 8,192 tokens. However, your messages resulted in 9001 tokens.\",\"code\":\"context_length_exceeded\"}}");

        assertThat(failure.promptTokens()).hasValue(9001);
        assertThat(failure.contextSize()).hasValue(8192);
    }

    @Test
    void aLoadingModelIsNoOverload() {
        assertThat(refused(503, "{\"error\":{\"message\":\"Loading model\",\"code\":503}}").type())
                .isEqualTo(ErrorType.MODEL_LOADING);
        assertThat(refused(503, "{\"error\":{\"message\":\"no slot\",\"code\":503}}").type())
                .isEqualTo(ErrorType.SERVER_OVERLOADED);
    }

    @Test
    void aWrongPathIsNoMissingModel() {
        assertThat(refused(404, "").type()).isEqualTo(ErrorType.INVALID_REQUEST);
        assertThat(refused(404, "404 page not found").type()).isEqualTo(ErrorType.INVALID_REQUEST);
        assertThat(refused(404, "{\"error\":\"model 'x' not found\"}").type())
                .isEqualTo(ErrorType.MODEL_NOT_FOUND);
    }

    @Test
    void aMissingModelTellsTheNearestNames() {
        var failure =
                (LlmException.ModelNotFound)
                        refused(404, Golden.text("api/error.json"), ProviderType.RECUA, Map.of());

        assertThat(failure.nearest()).containsExactly("qwen3:8b");
        assertThat(failure)
                .hasMessage(
                        "Recua at http://localhost:8080 answered 404 to /v1/chat/completions: There is no model 'qwen3:9b'. Did you mean qwen3:8b?");
    }

    /// Every code of docs/reference/errors.md, as the gateway sends it.
    @ParameterizedTest
    @CsvSource({
        "400, invalid_json,        INVALID_REQUEST,      false",
        "400, model_required,      INVALID_REQUEST,      false",
        "400, invalid_request,     INVALID_REQUEST,      false",
        "400, invalid_config,      INVALID_REQUEST,      false",
        "401, invalid_api_key,     AUTHENTICATION_ERROR, false",
        "403, forbidden_origin,    AUTHENTICATION_ERROR, false",
        "403, forbidden_host,      AUTHENTICATION_ERROR, false",
        "403, not_deletable,       INVALID_REQUEST,      false",
        "404, model_not_found,     MODEL_NOT_FOUND,      false",
        "404, not_found,           INVALID_REQUEST,      false",
        "405, method_not_allowed,  INVALID_REQUEST,      false",
        "409, model_not_loaded,    INVALID_REQUEST,      false",
        "409, in_use,              INVALID_REQUEST,      false",
        "409, already_exists,      INVALID_REQUEST,      false",
        "413, request_too_large,   INVALID_REQUEST,      false",
        "429, queue_full,          SERVER_OVERLOADED,    true",
        "500, internal,            SERVER_ERROR,         true",
        "502, model_load_failed,   SERVER_ERROR,         false",
        "502, engine_crashed,      SERVER_ERROR,         false",
        "503, wait_timeout,        SERVER_OVERLOADED,    true",
        "503, shutting_down,       SERVER_OVERLOADED,    true",
        "503, stopped,             SERVER_OVERLOADED,    true",
        "503, insufficient_memory, SERVER_OVERLOADED,    false",
        "503, engine_missing,      SERVER_ERROR,         false",
        "504, model_load_timeout,  SERVER_ERROR,         false"
    })
    void everyCodeOfRecuaHasItsKind(int status, String code, ErrorType type, boolean again) {
        LlmException failure =
                refused(
                        status,
                        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"%s\"}}"
                                .formatted(code),
                        ProviderType.RECUA,
                        Map.of());

        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure.isWorthRetrying()).isEqualTo(again);
        assertThat(failure.error().orElseThrow().is(code)).isTrue();
    }

    @Test
    void theHeaderThatForbidsARetryIsHeard() {
        LlmException failure =
                refused(503, "", ProviderType.RECUA, Map.of("x-should-retry", "false"));

        assertThat(failure.type()).isEqualTo(ErrorType.SERVER_OVERLOADED);
        assertThat(failure.isWorthRetrying()).isFalse();
    }

    @Test
    void theWaitThatTheServerWantsIsPartOfItsNextStep() {
        LlmException failure =
                refused(429, "", ProviderType.OPENROUTER, Map.of("Retry-After", "7"));

        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure).hasMessageEndingWith("Try again in 7 s.");
    }

    /// W-21: a timeout that comes as an ordinary failure is a timeout all the same.
    @Test
    void aTimeoutIsOneWhereverItStandsInTheChain() {
        assertThat(noAnswer(new HttpTimeoutException("request timed out")).type())
                .isEqualTo(ErrorType.TIMEOUT_ERROR);
        assertThat(noAnswer(new IOException(new HttpConnectTimeoutException("slow"))).type())
                .isEqualTo(ErrorType.TIMEOUT_ERROR);
    }

    @Test
    void anAbsentGatewayIsToldAsTheCommandLineTellsIt() {
        var refused = new ConnectException();
        var failure =
                (LlmException.ConnectionFailed)
                        Classifier.classify(
                                ProviderType.RECUA,
                                new Happened.NoAnswer(
                                        URI.create("http://127.0.0.1:8091/v1/models"), refused));

        assertThat(failure)
                .hasMessage(
                        "No gateway answers at http://127.0.0.1:8091: connection refused. Start one with `recua serve`, or name the address of another (RECUA_URL or --url).");
        assertThat(failure.reason()).isEqualTo("connection refused");
        assertThat(failure.wasConnected()).isFalse();
        assertThat(failure).hasCause(refused);
    }

    @Test
    void anUnknownNameIsOneHoweverTheJdkWrapsIt() {
        var wrapped = new ConnectException();
        wrapped.initCause(new UnresolvedAddressException());

        LlmException failure = noAnswer(wrapped);

        assertThat(failure.reason()).isEqualTo("the host name is not known");
        assertThat(failure.type()).isEqualTo(ErrorType.CONNECTION_ERROR);
    }

    @Test
    void aConnectionThatBrokeWasOne() {
        var failure =
                (LlmException.ConnectionFailed) noAnswer(new SocketException("Connection reset"));

        assertThat(failure.wasConnected()).isTrue();
        assertThat(failure)
                .hasMessage(
                        "The connection to http://localhost:8080 ended before an answer came (connection reset). Look at the log of llama-server, and ask again.");
    }

    @Test
    void whatATlsFailureNeedsIsNoSecondTry() {
        LlmException failure =
                noAnswer(
                        new SSLHandshakeException(
                                "PKIX path building failed: unable to find valid certification path"));

        assertThat(failure.type()).isEqualTo(ErrorType.CONNECTION_ERROR);
        assertThat(failure.isWorthRetrying()).isFalse();
        assertThat(failure).hasMessageContaining("certificate");
    }

    @Test
    void whatIsNoHttpIsToldAsSuch() {
        LlmException failure =
                noAnswer(
                        new IOException(new ProtocolException("Invalid status line: \"SSH-2.0\"")));

        assertThat(failure.type()).isEqualTo(ErrorType.CONNECTION_ERROR);
        assertThat(failure)
                .hasMessageContaining("does not speak HTTP")
                .hasMessageContaining("port");
    }

    @Test
    void aFullPoolHasTheWordsOfSourceTwo() {
        var failure =
                (LlmException.TimedOut)
                        Classifier.classify(
                                ProviderType.LLAMA_CPP,
                                new Happened.TooLate(
                                        CHAT, Phase.PLACE_IN_POOL, Duration.ofSeconds(10), null));

        assertThat(failure).hasMessageStartingWith("Connection pool timeout");
        assertThat(failure.waitedFor()).isEqualTo(Phase.PLACE_IN_POOL);
    }

    @Test
    void anErrorEventAfterATokenBreaksTheStreamUnlessItSaysWhy() {
        assertThat(event("{\"error\":{\"code\":500,\"message\":\"Compute error.\"}}", true).type())
                .isEqualTo(ErrorType.STREAMING_ERROR);
        assertThat(event("{\"error\":{\"code\":500,\"message\":\"Compute error.\"}}", false).type())
                .isEqualTo(ErrorType.SERVER_ERROR);
        assertThat(
                        event(
                                        "{\"error\":{\"code\":400,\"message\":\"m\",\"type\":\"exceed_context_size_error\"}}",
                                        true)
                                .type())
                .isEqualTo(ErrorType.CONTEXT_OVERFLOW);
    }

    @Test
    void anErrorInAnAnswerOfTwoHundredIsOne() {
        LlmException failure =
                Classifier.classify(
                        ProviderType.OPENROUTER,
                        new Happened.NotTheRoute(
                                CHAT,
                                200,
                                "application/json",
                                bytes(
                                        "{\"error\":{\"code\":429,\"message\":\"Provider returned error\",\"metadata\":{\"provider_name\":\"Some\",\"raw\":\"too many\"}}}"),
                                "no JSON of its kind"));

        assertThat(failure.type()).isEqualTo(ErrorType.SERVER_OVERLOADED);
        assertThat(failure).hasMessageContaining("Provider returned error (Some: too many)");
    }

    @Test
    void aMessageHoldsNoKeyNoControlCharacterAndNoEndlessQuote() {
        LlmException failure =
                refused(
                        401,
                        "{\"error\":{\"message\":\"Incorrect API key: sk-abcdefghijkl, header Bearer hush-hush \\u001b[31m%s\"}}"
                                .formatted("x".repeat(5000)));

        assertThat(failure.getMessage())
                .doesNotContain("sk-abc")
                .doesNotContain("hush-hush")
                .doesNotContain("\u001b")
                .hasSizeLessThan(1500);
        assertThat(failure.error().orElseThrow().message()).doesNotContain("hush-hush");
    }

    @Test
    void aPageOfAProxyIsToldByItsTitle() {
        assertThat(refused(502, "<html><head><title>502 Bad Gateway</title></head></html>"))
                .hasMessageContaining("an HTML page, \"502 Bad Gateway\"");
    }

    @ParameterizedTest
    @EnumSource(ErrorType.class)
    void aDiagnosisHasEverythingThatSourceTwoAsksFor(ErrorType type) {
        LlmException failure = oneOf(type);

        var json =
                WireJson.mapper()
                        .readTree(WireJson.mapper().writeValueAsString(Diagnosis.of(failure)));

        assertThat(failure.type()).isEqualTo(type);
        assertThat(json.propertyNames())
                .contains(
                        "errorType",
                        "description",
                        "possibleCauses",
                        "recommendedSolutions",
                        "diagnosticCommands",
                        "recoveryStrategy");
        assertThat(json.path("errorType").asString()).isEqualTo(type.name());
        assertThat(json.path("possibleCauses")).isNotEmpty();
        assertThat(json.path("recommendedSolutions")).isNotEmpty();
        assertThat(json.path("diagnosticCommands")).isNotEmpty();
    }

    @Test
    void theServersOwnAdviceComesFirst() {
        LlmException failure =
                refused(404, Golden.text("api/error.json"), ProviderType.RECUA, Map.of());

        Diagnosis diagnosis = Diagnosis.of(failure);

        assertThat(diagnosis.recommendedSolutions().getFirst()).isEqualTo("Did you mean qwen3:8b?");
        assertThat(diagnosis.serverMessage()).contains("There is no model 'qwen3:9b'.");
    }

    private static LlmException oneOf(ErrorType type) {
        return switch (type) {
            case CONNECTION_ERROR -> noAnswer(new ConnectException());
            case AUTHENTICATION_ERROR -> refused(401, "");
            case MODEL_NOT_FOUND -> refused(404, "{\"error\":\"model 'x' not found\"}");
            case CONTEXT_OVERFLOW -> refused(413, "");
            case SERVER_OVERLOADED -> refused(429, "");
            case INVALID_REQUEST -> refused(400, "");
            case TIMEOUT_ERROR -> noAnswer(new HttpTimeoutException("late"));
            case STREAMING_ERROR ->
                    Classifier.classify(
                            ProviderType.LLAMA_CPP,
                            new Happened.CutShort(CHAT, true, "it broke", new EOFException()));
            case MODEL_LOADING -> refused(503, "{\"error\":{\"message\":\"Loading model\"}}");
            case SERVER_ERROR -> refused(500, "");
        };
    }

    private static LlmException refused(int status, String body) {
        return refused(status, body, ProviderType.LLAMA_CPP, Map.of());
    }

    private static LlmException refused(
            int status, String body, ProviderType provider, Map<String, String> headers) {
        Map<String, List<String>> lists = new java.util.HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return Classifier.classify(
                provider,
                new Happened.Refused(
                        CHAT, status, HttpHeaders.of(lists, (n, v) -> true), bytes(body)));
    }

    private static LlmException noAnswer(IOException cause) {
        return Classifier.classify(ProviderType.LLAMA_CPP, new Happened.NoAnswer(CHAT, cause));
    }

    private static LlmException event(String data, boolean anyToken) {
        return Classifier.classify(
                ProviderType.LLAMA_CPP, new Happened.ErrorEvent(CHAT, data, anyToken));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
