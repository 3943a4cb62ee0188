package dev.recua.gateway.it;

import dev.recua.client.LlmClient;
import dev.recua.client.LlmClientContract;
import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ChatRequest;
import dev.recua.testkit.RealEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.BooleanNode;

/// The contract of every client against the packaged product in front of a real llama-server.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecuaClientIT extends LlmClientContract {
    private static final Set<String> OVER = Set.of("done", "failed");

    @AutoClose private RunningGateway gateway;
    @AutoClose private RecuaClient onlooker;

    @BeforeAll
    void serve(@TempDir Path home) {
        gateway = PackagedRecua.in(home).engine(RealEngine.path()).serve();
        onlooker = RecuaClient.of(gateway.url(), Optional.empty());
    }

    @Override
    protected LlmClient open() {
        return RecuaClient.of(gateway.url(), Optional.empty());
    }

    @Override
    protected String model() {
        return "recua:3m-instruct";
    }

    @Override
    protected ChatRequest longQuestion() {
        return question().with(it -> it.maxTokens(100_000).extra("ignore_eos", BooleanNode.TRUE));
    }

    @Override
    protected boolean isIdle() throws Exception {
        return onlooker.admin().requests().stream().allMatch(it -> OVER.contains(it.phase()))
                && isEngineIdle();
    }

    /// The gateway is done with a request as soon as its client has left; the engine goes on until
    /// it has noticed, and what it writes takes room in the context that all its slots share.
    private boolean isEngineIdle() throws Exception {
        URI slots = URI.create(gateway.url() + "/slots?model=" + model());
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer =
                    http.send(HttpRequest.newBuilder(slots).build(), BodyHandlers.ofString())
                            .body();
            return !answer.contains("\"is_processing\":true");
        }
    }

    /// As with the engine alone: it notices only while nobody asks it anything else.
    @Override
    protected Duration lookEvery() {
        return Duration.ofMillis(1200);
    }

    @Override
    protected boolean embeds() {
        return false;
    }
}
