package dev.recua.gateway.it;

import dev.recua.client.LlmClient;
import dev.recua.client.LlmClientContract;
import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ChatRequest;
import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
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
        return onlooker.admin().requests().stream().allMatch(it -> OVER.contains(it.phase()));
    }

    @Override
    protected boolean embeds() {
        return false;
    }
}
