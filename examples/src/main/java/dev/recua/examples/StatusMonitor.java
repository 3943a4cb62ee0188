// Run: examples/run.sh StatusMonitor [HOW-MANY]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.EventKind;
import dev.recua.client.admin.GatewayEvent;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.Reconnect;
import dev.recua.client.admin.SubscriptionListener;
import dev.recua.client.error.LlmException;
import dev.recua.client.event.LlamaStatus;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Follows what a gateway and its models do: a line for each change, and a notification when
/// something goes wrong or is well again. Nothing is polled; a connection that is lost comes back.
///
/// Needs a running gateway, as [AskAModel] does.
public final class StatusMonitor {
    private StatusMonitor() {}

    /// Follows until the gateway is gone for good, or for so many lines.
    ///
    /// @param args how many lines; left out: without end
    public static void main(String[] args) throws InterruptedException {
        int lines = args.length > 0 ? Integer.parseInt(args[0]) : Integer.MAX_VALUE;
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            var admin = recua.admin();
            admin.info(); // throws when nobody is there; a subscription would go on trying
            var news = new News(lines);
            var kinds = Set.of(EventKind.MODEL, EventKind.LLAMA_STATUS);
            try (var _ = admin.subscribe(kinds, Reconnect.DEFAULT, news)) {
                news.over.join();
            }
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// Called one after the other, on the subscription's thread.
    private static final class News implements SubscriptionListener<GatewayEvent> {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private int left;
        private final Map<String, String> known = new HashMap<>();

        private News(int lines) {
            left = lines;
        }

        @Override
        public void onEvent(GatewayEvent event) {
            switch (event) {
                case GatewayEvent.Snapshot all -> {
                    gateway(all.data().status().whole());
                    all.data().models().forEach(it -> known.put(it.id(), it.status()));
                }
                case GatewayEvent.StatusChanged changed -> gateway(changed.data().data());
                case GatewayEvent.ModelChanged changed -> model(changed.data());
                case GatewayEvent.ModelGone gone -> line(gone.data().id() + " is gone");
                default -> {}
            }
        }

        private void gateway(LlamaStatus status) {
            String now = status.status().wire();
            String trouble = status.lastError() == null ? "" : status.lastError();
            String before = known.put("", now + trouble);
            if ((now + trouble).equals(before)) return;
            line(now + ", " + "models: " + status.models().size());
            if (!trouble.isEmpty()) notify("Trouble: " + trouble);
            else if (before != null && before.length() > now.length()) notify("All is well again.");
        }

        private void model(ModelInfo model) {
            String before = known.put(model.id(), model.status());
            if (model.status().equals(before)) return;
            line(model.id() + " is " + model.status() + (before == null ? "" : ", was " + before));
            if (model.status().equals("ready")) notify(model.id() + " takes requests.");
        }

        @Override
        public void onDisconnected(String why, Optional<Duration> again) {
            String next =
                    again.map(it -> "tried again in " + it.toMillis() + " ms").orElse("given up");
            notify("Not connected: " + why + " (" + next + ")");
            if (again.isEmpty()) over.complete(null);
        }

        private void line(String text) {
            if (left == 0) return;
            System.out.println(text);
            if (--left == 0) over.complete(null);
        }

        /// Here a desktop's notifications would be called, or a chat, or a pager.
        private static void notify(String text) {
            System.err.println("🔔 " + text);
        }
    }
}
