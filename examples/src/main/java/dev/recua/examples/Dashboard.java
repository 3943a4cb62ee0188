// Run: examples/run.sh Dashboard [HOW-MANY]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.GatewayEvent;
import dev.recua.client.admin.GatewaySnapshot;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.RequestInfo;
import dev.recua.client.admin.SubscriptionListener;
import dev.recua.client.error.LlmException;
import dev.recua.client.event.LlamaStatus;
import java.io.Console;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A dashboard in the terminal: the gateway, its models and its requests, drawn anew whenever
/// something changes.
///
/// A subscription tells everything once and then each change with the whole new value, so that a
/// dashboard is a map that is written to. Needs a running gateway, as [AskAModel] does.
public final class Dashboard {
    private static final int REQUESTS = 10;
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private Dashboard() {}

    /// Draws until the gateway is gone for good, or so often.
    ///
    /// @param args how often; left out: without end
    public static void main(String[] args) throws InterruptedException {
        int times = args.length > 0 ? Integer.parseInt(args[0]) : Integer.MAX_VALUE;
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            var admin = recua.admin();
            admin.info(); // throws when nobody is there; a subscription would go on trying
            var screen = new Screen(url, times);
            try (var _ = admin.subscribe(screen)) {
                screen.over.join();
            }
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// What is known, and how it looks. Called on the subscription's thread only.
    private static final class Screen implements SubscriptionListener<GatewayEvent> {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final String url;
        private final Map<String, ModelInfo> models = new TreeMap<>();
        private final LinkedHashMap<String, RequestInfo> requests = new LinkedHashMap<>();
        private @Nullable LlamaStatus status;
        private String connection = "";
        private int left;

        private Screen(String url, int times) {
            this.url = url;
            this.left = times;
        }

        @Override
        public void onEvent(GatewayEvent event) {
            switch (event) {
                case GatewayEvent.Snapshot all -> take(all.data());
                case GatewayEvent.StatusChanged changed -> status = changed.data().data();
                case GatewayEvent.ModelChanged changed ->
                        models.put(changed.data().id(), changed.data());
                case GatewayEvent.ModelGone gone -> models.remove(gone.data().id());
                case GatewayEvent.RequestChanged changed -> youngest(changed.data());
                case GatewayEvent.EnginesChanged _, GatewayEvent.Unknown _ -> {
                    return;
                }
            }
            draw();
        }

        /// What was known before is void.
        private void take(GatewaySnapshot all) {
            status = all.status().whole();
            models.clear();
            all.models().forEach(it -> models.put(it.id(), it));
            requests.clear();
            all.requests().reversed().forEach(this::youngest);
        }

        /// The map is in the order of arrival; the eldest leave it.
        private void youngest(RequestInfo request) {
            requests.put(request.id(), request);
            if (requests.size() > REQUESTS) requests.remove(requests.keySet().iterator().next());
        }

        @Override
        public void onConnected() {
            connection = "";
        }

        @Override
        public void onDisconnected(String why, Optional<Duration> again) {
            connection = "  (not connected: " + why + ")";
            draw();
            if (again.isEmpty()) over.complete(null);
        }

        private void draw() {
            if (left == 0) return;
            var text = new StringBuilder(isTerminal() ? CLEAR : "");
            text.append("Recua at ").append(url).append(connection).append('\n');
            if (status != null) text.append(gateway(status));
            text.append("\nMODELS\n");
            models.values().forEach(it -> text.append(row(it)));
            text.append("\nREQUESTS\n");
            requests.sequencedValues().reversed().forEach(it -> text.append(row(it)));
            System.out.println(text);
            if (--left == 0) over.complete(null);
        }

        private static boolean isTerminal() {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }

        private static String gateway(LlamaStatus now) {
            String trouble = now.lastError() == null ? "" : "  " + now.lastError();
            return "%s  up %d s  retries %d of %d%s%n"
                    .formatted(
                            now.status().wire(),
                            now.uptime(),
                            now.retries(),
                            now.maxRetries(),
                            trouble);
        }

        private static String row(ModelInfo model) {
            String child = model.child() == null ? "" : "  pid " + model.child().pid();
            return "  %-28s %-9s %-7s %,15d bytes  %d running, %d waiting%s%s%n"
                    .formatted(
                            model.id(),
                            model.status(),
                            Objects.requireNonNullElse(model.quantization(), "-"),
                            model.size(),
                            model.running(),
                            model.waiting(),
                            child,
                            model.problem() == null ? "" : "  " + model.problem());
        }

        private static String row(RequestInfo request) {
            Integer generated = request.tokens().generated();
            Double speed = request.tokensPerSecond();
            return "  %-28s %-9s %-24s%s%s%n"
                    .formatted(
                            request.model(),
                            request.phase(),
                            request.path(),
                            generated == null ? "" : "  " + generated + " tokens",
                            speed == null ? "" : "  %.0f tokens/s".formatted(speed));
        }
    }
}
