package dev.recua.client.admin;

import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The gateway's own API: what it knows and runs, and the orders of its owner.
///
/// ```java
/// try (var recua = RecuaClient.of(URI.create("http://127.0.0.1:8091"), Optional.empty())) {
///     ModelInfo loaded = recua.admin().load("gpt-4");
///     System.out.println(loaded.id() + " runs as process " + loaded.child().pid());
/// }
/// ```
///
/// Names of models may be ids or aliases. Failures are `dev.recua.client.error.LlmException`s; what
/// the gateway does not know has an `error()` with the code `model_not_found` or `not_found`. What
/// only reads may take 30 s; loading, unloading and installing take as long as they take. An
/// interrupt ends the request; what it ordered may go on in the gateway. Any thread may use it; it
/// lives as long as the client that it came from.
public final class AdminClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MODELS = "/api/models";
    private static final String ENGINES = "/api/engines";

    private final AdminCalls calls;

    /// @param calls what carries the calls; `RecuaClient.admin()` gives an AdminClient with its own
    public AdminClient(AdminCalls calls) {
        this.calls = calls;
    }

    /// Who answers here, and with what.
    public GatewayInfo info() throws InterruptedException {
        return calls.get("/api/info", LIMIT, GatewayInfo.class);
    }

    /// How the gateway and each of its services are.
    public GatewayStatus status() throws InterruptedException {
        return calls.get("/api/status", LIMIT, GatewayStatus.class);
    }

    /// Every model that the gateway knows, also those that cannot be used.
    public List<ModelInfo> models() throws InterruptedException {
        return calls.get(MODELS, LIMIT, ModelInfos.class).models();
    }

    /// One of them.
    public ModelInfo model(String name) throws InterruptedException {
        return calls.get(of(name), LIMIT, ModelInfo.class);
    }

    /// Loads a model and returns when it can take requests; at once when it can already.
    ///
    /// @return the model as it is then
    public ModelInfo load(String name) throws InterruptedException {
        return order(of(name) + "/load", ModelInfo.class);
    }

    /// Unloads a model and returns when its process is gone.
    ///
    /// @param force false: its running requests end first; true: they are broken off
    /// @return the model as it is then
    public ModelInfo unload(String name, boolean force) throws InterruptedException {
        return order(of(name) + "/unload" + (force ? "?force=true" : ""), ModelInfo.class);
    }

    /// The last lines that a model's engine wrote, the oldest first.
    ///
    /// @param lines how many at most, at least 1
    public List<LogLine> log(String name, int lines) throws InterruptedException {
        if (lines < 1) {
            throw new IllegalArgumentException("lines must be at least 1, was " + lines);
        }
        return calls.get(of(name) + "/log?lines=" + lines, LIMIT, LogLines.class).lines();
    }

    /// The last lines of the gateway's log, or of a model's engine, the oldest first.
    ///
    /// @param lines how many at most, at least 1
    public List<LogLine> logs(LogFilter filter, int lines) throws InterruptedException {
        if (lines < 1) {
            throw new IllegalArgumentException("lines must be at least 1, was " + lines);
        }
        return calls.get("/api/logs" + filter.query("lines=" + lines), LIMIT, LogLines.class)
                .lines();
    }

    /// Tells `listener` of each line from now on. Lines that are written while the connection is
    /// gone are not told; [#logs] has them.
    public EventSubscription followLogs(
            LogFilter filter, Reconnect reconnect, SubscriptionListener<LogLine> listener) {
        String path = "/api/logs/stream" + filter.query();
        return EventSubscription.start(
                last -> calls.stream(path, last, EventSubscription.SILENCE),
                reconnect,
                Surroundings.USUAL,
                event -> GatewayEvents.data(event, LogLine.class),
                listener);
    }

    /// Tells `listener` everything as it is, and then each change.
    public EventSubscription subscribe(SubscriptionListener<GatewayEvent> listener) {
        return subscribe(Set.of(), Reconnect.DEFAULT, listener);
    }

    /// Tells `listener` everything as it is, and then each change of these kinds.
    ///
    /// @param only empty is all
    public EventSubscription subscribe(
            Set<EventKind> only, Reconnect reconnect, SubscriptionListener<GatewayEvent> listener) {
        String kinds = only.stream().sorted().map(EventKind::wire).collect(joining(","));
        String path = "/api/events" + (kinds.isEmpty() ? "" : "?only=" + kinds);
        return EventSubscription.start(
                last -> calls.stream(path, last, EventSubscription.SILENCE),
                reconnect,
                Surroundings.USUAL,
                GatewayEvents::read,
                listener);
    }

    /// How the gateway is, always up to date. The caller closes it.
    public LlamaStatusClient llamaStatus() {
        return llamaStatus(Reconnect.DEFAULT);
    }

    /// The same with another patience.
    public LlamaStatusClient llamaStatus(Reconnect reconnect) {
        return LlamaStatusClient.start(
                () -> status().whole(),
                InstantSource.system(),
                news -> subscribe(Set.of(EventKind.LLAMA_STATUS), reconnect, news));
    }

    /// The end of the gateway's own log, as text.
    public String gatewayLog() throws InterruptedException {
        return calls.text("/logs", LIMIT);
    }

    /// The requests that are under way, then the last ones, the youngest first.
    public List<RequestInfo> requests() throws InterruptedException {
        return calls.get("/api/requests", LIMIT, RequestInfos.class).requests();
    }

    /// Ends a request that is under way.
    ///
    /// @param id its `X-Request-Id`
    public void cancel(String id) throws InterruptedException {
        calls.order("POST", "/api/requests/" + encoded(id) + "/cancel", LIMIT);
    }

    /// Tells the gateway to leave. It has accepted that when this returns, and is still running.
    public void shutdown() throws InterruptedException {
        calls.order("POST", "/api/shutdown", LIMIT);
    }

    /// The installed engines, the newest first.
    public List<EngineInfo> engines() throws InterruptedException {
        return engineInfos().engines();
    }

    /// The same, with what is being installed now, and why none is active.
    public EngineInfos engineInfos() throws InterruptedException {
        return calls.get(ENGINES, LIMIT, EngineInfos.class);
    }

    /// Installs an engine and returns when it is there.
    ///
    /// @return what was installed
    public EngineInfo installEngine(EngineInstall wanted) throws InterruptedException {
        return calls.order(
                "POST", ENGINES, Optional.of(wanted), Optional.empty(), EngineInfo.class);
    }

    /// Lets the next model start with this engine.
    ///
    /// @param id as [#engines] tells it
    /// @return that engine
    public EngineInfo useEngine(String id) throws InterruptedException {
        return order(ENGINES + "/" + encoded(id) + "/use", EngineInfo.class);
    }

    /// Removes an installed engine from the disk.
    ///
    /// @param id as [#engines] tells it
    public void removeEngine(String id) throws InterruptedException {
        calls.order("DELETE", ENGINES + "/" + encoded(id), LIMIT);
    }

    /// What the gateway does, in the words of the systems that it takes over from.
    public SwapStatus swapStatus() throws InterruptedException {
        return calls.get("/api/swap/status", LIMIT, SwapStatus.class);
    }

    private <T> T order(String path, Class<T> type) throws InterruptedException {
        return calls.order("POST", path, Optional.empty(), Optional.empty(), type);
    }

    private static String of(String name) {
        return MODELS + "/" + encoded(name);
    }

    /// A name as one segment of a path. A blank one would name another route.
    private static String encoded(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name is blank");
        }
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
