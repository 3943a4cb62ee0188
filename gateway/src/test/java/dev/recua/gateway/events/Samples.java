package dev.recua.gateway.events;

import dev.recua.client.admin.GatewayStatus;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.RequestInfo;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values to tell of.
final class Samples {
    private Samples() {}

    static GatewayStatus status(String word) {
        return new GatewayStatus(
                LlamaServiceStatus.of(word),
                List.of(),
                null,
                0,
                5,
                10,
                "2026-01-01T00:00:00Z",
                Map.of());
    }

    static LlamaServiceState service(String word, @Nullable String error, int retries) {
        boolean ready = word.equals("ready");
        return new LlamaServiceState(
                LlamaServiceStatus.of(word),
                List.of(),
                error,
                retries,
                5,
                ready ? 7 : 0,
                ready ? "2026-01-01T00:00:00Z" : null,
                false);
    }

    static ModelInfo model(String id, String status, int running) {
        return model(id, status, running, null);
    }

    static ModelInfo model(String id, String status, int running, ModelInfo.@Nullable Child child) {
        return new ModelInfo(
                id,
                id,
                List.of(),
                1,
                "chat",
                0,
                status,
                "user",
                "/m/" + id,
                List.of(),
                null,
                null,
                null,
                null,
                1024,
                List.of(),
                null,
                false,
                null,
                running,
                0,
                child,
                null);
    }

    static RequestInfo request(String id, String phase) {
        return new RequestInfo(
                id,
                "a:1b",
                "/v1/chat/completions",
                "127.0.0.1",
                phase,
                null,
                0L,
                null,
                new RequestInfo.Tokens(null, null, null),
                null,
                null);
    }
}
