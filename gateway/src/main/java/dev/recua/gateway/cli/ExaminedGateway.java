package dev.recua.gateway.cli;

import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ModelRow;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

/// A gateway. A loaded model is asked rather than one that must be loaded first, and of those the
/// smallest: to look must not push a model out that somebody works with.
record ExaminedGateway(RecuaClient client) implements Examined {
    @Override
    public URI address() {
        return client.base();
    }

    @Override
    public void health() throws InterruptedException {
        var _ = client.health();
    }

    @Override
    public List<String> models() throws InterruptedException {
        return client.models().stream()
                .filter(row -> !Boolean.TRUE.equals(row.status().failed()) && chats(row))
                .sorted(
                        Comparator.comparing((ModelRow row) -> !isLoaded(row))
                                .thenComparing(ExaminedGateway::size))
                .map(ModelRow::id)
                .toList();
    }

    private static boolean chats(ModelRow row) {
        return row.capabilities().isEmpty() || row.capabilities().contains("chat");
    }

    private static boolean isLoaded(ModelRow row) {
        return row.status().value().equals("loaded");
    }

    private static long size(ModelRow row) {
        Long size = row.meta().size();
        return size == null ? Long.MAX_VALUE : size;
    }

    @Override
    public void chat(String model) throws InterruptedException {
        var _ = client.chat(ChatRequest.of(model, "Hello", it -> it.maxTokens(1)));
    }

    @Override
    public void close() {
        client.close();
    }
}
