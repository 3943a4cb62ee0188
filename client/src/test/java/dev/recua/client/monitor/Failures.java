package dev.recua.client.monitor;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Failures for tests.
final class Failures {
    private static final URI TARGET = URI.create("http://127.0.0.1:1/health");

    private Failures() {}

    static LlmException refused() {
        return Classifier.classify(
                ProviderType.LLAMA_CPP, new Happened.NoAnswer(TARGET, new ConnectException()));
    }

    static LlmException overloaded() {
        byte[] body = "{\"error\":{\"message\":\"busy\"}}".getBytes(StandardCharsets.UTF_8);
        return Classifier.classify(
                ProviderType.LLAMA_CPP,
                new Happened.Refused(TARGET, 503, HttpHeaders.of(Map.of(), (a, b) -> true), body));
    }
}
