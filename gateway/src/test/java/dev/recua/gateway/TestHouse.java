package dev.recua.gateway;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.gateway.admin.House;
import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.config.Listen;
import dev.recua.gateway.config.Secret;
import dev.recua.gateway.config.SupervisorConfig;
import dev.recua.gateway.fleet.EngineFolders;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Launcher;
import dev.recua.gateway.fleet.Running;
import dev.recua.gateway.home.Folders;
import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A gateway with the models `a:1b` and `b:1b` and played engines, and a client for it.
final class TestHouse implements AutoCloseable {
    static final GatewayInfo.Engine ENGINE =
            new GatewayInfo.Engine("0.7.0", 11669, "/opt/llama-server", "cpu");

    private final Queue<PlayedEngine.Script> scripts = new ArrayDeque<>();
    private final List<PlayedEngine> engines = new CopyOnWriteArrayList<>();
    private final AtomicInteger launches = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Optional<LoadFailure> failure = Optional.empty();
    private volatile String engineInUse = "an engine";
    private Optional<Secret> apiKey = Optional.empty();
    private Optional<String> defaultModel = Optional.empty();
    private Duration maxWait = Duration.ofMinutes(10);
    private int maxWaiting = GatewayConfig.defaults().queue().maxWaiting();
    private int maxModels = 1;
    private int parallel = 4;
    private Duration idleUnload = Duration.ZERO;
    private InstantSource clock = InstantSource.system();
    private boolean startsByHand;
    private int restarts = 5;
    private Duration restartAfter = Duration.ofMillis(20);
    private @Nullable Gateway gateway;

    /// Done once the gateway's own API was told to end the process.
    final CompletableFuture<Void> toldToEnd = new CompletableFuture<>();

    /// The next engine that is launched does this with each request; the last one stays for all
    /// further launches.
    void engine(PlayedEngine.Script script) {
        scripts.add(script);
    }

    /// Every launch fails so.
    void failing(LoadFailure why) {
        failure = Optional.of(why);
    }

    /// From now on launches succeed, with another engine.
    void engineIsReplaced() {
        failure = Optional.empty();
        engineInUse = "another engine";
    }

    /// From now on an engine is ready when the test says so: [PlayedEngine#ready].
    TestHouse startsByHand() {
        startsByHand = true;
        return this;
    }

    /// Crashed engines come back so often, the first time after this; by default 5 times, after 20
    /// ms.
    TestHouse restarts(int max, Duration first) {
        restarts = max;
        restartAfter = first;
        return this;
    }

    TestHouse maxWait(Duration limit) {
        maxWait = limit;
        return this;
    }

    TestHouse maxWaiting(int limit) {
        maxWaiting = limit;
        return this;
    }

    TestHouse maxModels(int limit) {
        maxModels = limit;
        return this;
    }

    /// Leases of each child.
    TestHouse parallel(int leases) {
        parallel = leases;
        return this;
    }

    TestHouse idleUnload(Duration time) {
        idleUnload = time;
        return this;
    }

    TestHouse clock(InstantSource source) {
        clock = source;
        return this;
    }

    TestHouse apiKey(String key) {
        apiKey = Optional.of(Secret.parse(key));
        return this;
    }

    TestHouse defaultModel(String name) {
        defaultModel = Optional.of(name);
        return this;
    }

    void open(Path folder) {
        var catalogue = Catalogue.of(List.of(SampleModels.chat("a:1b"), SampleModels.chat("b:1b")));
        gateway =
                Gateway.open(
                        new Gateway.Parts(
                                config(),
                                () -> catalogue,
                                this::launch,
                                new EngineAndFiles(),
                                model -> 1024,
                                folder.resolve("tmp"),
                                clock,
                                "hello\n",
                                house(folder)));
    }

    /// An installation in this folder, whose engine starts with `llama-server` and knows one model.
    private House house(Path folder) {
        Folders folders = Folders.of(Map.of("RECUA_HOME", folder.toString()), "Linux", folder);
        return new House(
                "1.2.3",
                Instant.EPOCH,
                folders,
                () -> Optional.of(ENGINE),
                model -> folders.logs().resolve(model.value().replace(':', '_') + ".log"),
                folders.logs().resolve("gateway.log"),
                model ->
                        Optional.of(
                                List.of(
                                        "/opt/llama server/bin",
                                        "--model",
                                        model.path().toString(),
                                        "--port",
                                        House.PORT)),
                () -> toldToEnd.complete(null),
                new EngineFolders(folder).room());
    }

    Gateway gateway() {
        if (gateway == null) throw new IllegalStateException("not open");
        return gateway;
    }

    /// The model's child as the scheduler sees it, while it takes requests.
    Optional<Resident.Loaded> loaded(String model) {
        return gateway().schedule().residents().get(new ModelId(model))
                        instanceof Resident.Loaded loaded
                ? Optional.of(loaded)
                : Optional.empty();
    }

    List<PlayedEngine> engines() {
        return engines;
    }

    int launches() {
        return launches.get();
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Any method, with a body that says that it is JSON.
    HttpResponse<String> ask(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json");
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// An order to the gateway's own API.
    HttpResponse<String> order(String path, String body) throws IOException, InterruptedException {
        return post(path, body, "Content-Type", "application/json");
    }

    HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    /// Any method, any bytes.
    HttpResponse<String> ask(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        var publisher =
                body.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body);
        var request = HttpRequest.newBuilder(uri(path)).method(method, publisher);
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, String body, String... headers) {
        return client.sendAsync(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    /// Everything that comes back, as it is on the wire, until the gateway closes.
    String raw(String path, String body) {
        try (var socket = socket(path, body)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String rawGet(String path, String host) throws IOException {
        String head =
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (var socket = send(head)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// A client that has asked and not read; closing it leaves.
    Socket socket(String path, String body) throws IOException {
        return send(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    /// A caller that has given an order and does not read the answer; closing it leaves.
    Socket orderAndDoNotRead(String path) throws IOException {
        return orderAndDoNotRead(path, "");
    }

    Socket orderAndDoNotRead(String path, String body) throws IOException {
        return send(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    @Override
    public void close() {
        if (gateway != null) gateway.close();
        engines.forEach(PlayedEngine::close);
        client.close();
    }

    /// A client that has sent this and not read.
    Socket send(String text) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway().port());
        socket.setSoTimeout(30_000); // an answer that never comes fails the test
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private HttpRequest request(String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return request.build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway().port() + path);
    }

    private Running launch(ModelId model) throws Launcher.LaunchFailed {
        launches.incrementAndGet();
        if (failure.isPresent()) throw new Launcher.LaunchFailed(failure.get(), engineInUse);
        PlayedEngine.Script script = scripts.size() > 1 ? scripts.remove() : scripts.element();
        PlayedEngine engine = PlayedEngine.open(script);
        if (!startsByHand) engine.ready();
        engines.add(engine);
        return engine.running();
    }

    /// What the user did to the engine is seen when somebody looks again.
    private final class EngineAndFiles implements Fingerprints {
        private volatile String seen = engineInUse;

        @Override
        public Terms terms(Model model) {
            return new Terms(model.fingerprint(), parallel, idleUnload);
        }

        @Override
        public String engine() {
            return seen;
        }

        @Override
        public CompletableFuture<String> engineAfresh() {
            seen = engineInUse;
            return CompletableFuture.completedFuture(seen);
        }
    }

    /// Played engines are not asked how they are.
    private SupervisorConfig supervisor(SupervisorConfig usual) {
        return new SupervisorConfig(
                usual.startTimeout(),
                usual.poll(),
                new SupervisorConfig.Liveness(
                        Duration.ZERO, 3, Duration.ZERO, usual.liveness().probeTimeout()),
                new SupervisorConfig.Restart(
                        restarts,
                        restartAfter,
                        Duration.ofMinutes(1),
                        0,
                        usual.restart().healthyAfter()),
                usual.stopGrace());
    }

    private GatewayConfig config() {
        GatewayConfig usual = GatewayConfig.defaults();
        return new GatewayConfig(
                new Listen("127.0.0.1", 0),
                apiKey,
                false,
                usual.allowedHosts(),
                usual.allowedOrigins(),
                usual.maxBody(),
                defaultModel,
                usual.folders(),
                usual.bundled(),
                usual.engine(),
                idleUnload,
                new GatewayConfig.Memory(
                        usual.memory().budget(), usual.memory().reserve(), maxModels),
                new GatewayConfig.Queue(maxWaiting, maxWait),
                supervisor(usual.supervisor()),
                usual.models(),
                usual.logLevel(),
                usual.offline());
    }
}
