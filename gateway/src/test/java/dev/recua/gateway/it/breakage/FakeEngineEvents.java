package dev.recua.gateway.it.breakage;

import dev.recua.testkit.FakeLlamaServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;

/// Waiting for what a fake engine did.
final class FakeEngineEvents {
    private FakeEngineEvents() {}

    /// What the gateway asks an engine for itself: what it offers, and whether it is well.
    private static final Set<String> OUR_QUESTIONS =
            Set.of("/v1/models", "/models", "/health", "/props", "/slots");

    /// Those of one kind and alias; of requests, those of clients.
    static List<FakeLlamaServer.Event> of(FakeLlamaServer fake, String kind, String alias) {
        return fake.events(kind).stream()
                .filter(event -> event.alias().equals(alias))
                .filter(
                        event ->
                                !event.detail("method").equals("GET")
                                        || !OUR_QUESTIONS.contains(event.detail("path")))
                .toList();
    }

    /// The latest of one kind and alias, once there are `count`.
    static FakeLlamaServer.Event await(FakeLlamaServer fake, String kind, String alias, int count) {
        return Objects.requireNonNull(
                        Awaitility.await("%d %s of %s".formatted(count, kind, alias))
                                .atMost(Duration.ofSeconds(20))
                                .pollInterval(Duration.ofMillis(10))
                                .until(() -> of(fake, kind, alias), list -> list.size() >= count))
                .getLast();
    }
}
