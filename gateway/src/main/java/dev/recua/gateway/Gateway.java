package dev.recua.gateway;

import dev.recua.gateway.admin.AdminApi;
import dev.recua.gateway.admin.AdminModels;
import dev.recua.gateway.admin.AdminRoutes;
import dev.recua.gateway.admin.House;
import dev.recua.gateway.admin.Loopback;
import dev.recua.gateway.admin.MetricsDoor;
import dev.recua.gateway.admin.Operation;
import dev.recua.gateway.admin.RequestOperations;
import dev.recua.gateway.body.BodyLimits;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.DiskSpool;
import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.config.Listen;
import dev.recua.gateway.events.socketio.SocketIo;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.fleet.FleetWatches;
import dev.recua.gateway.fleet.Launcher;
import dev.recua.gateway.fleet.Running;
import dev.recua.gateway.fleet.ServicePolicies;
import dev.recua.gateway.http.KeyCheck;
import dev.recua.gateway.http.ModelListing;
import dev.recua.gateway.http.ModelRoutes;
import dev.recua.gateway.http.OriginGuard;
import dev.recua.gateway.http.Routes;
import dev.recua.gateway.metrics.GatewayMetrics;
import dev.recua.gateway.proxy.UpstreamClient;
import dev.recua.gateway.requests.AccessLog;
import dev.recua.gateway.requests.RequestBook;
import dev.recua.gateway.routing.Resolver;
import dev.recua.gateway.scheduling.CountPolicy;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.QueueLimits;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.gateway.scheduling.Scheduler;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway, wired: from the door to the children, in the order in which a request meets them.
///
/// One event loop does everything on the network and owns the schedule; whatever blocks runs on
/// virtual threads. Open it, and close it: closing keeps to the plan of
/// [dev.recua.gateway.fleet.Farewell]. Safe from any thread outside the event loop.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /// How long closing connections may take; what is left ends with the process.
    private static final long CLOSING_MS = 200;

    /// What takes some milliseconds and waits for nobody.
    private static final Executor ASIDE = task -> Thread.ofVirtual().name("metrics").start(task);

    private static final int MAX_REQUEST_LINE = 32 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;

    /// What a gateway is made of.
    ///
    /// @param catalogue     the models as they are now; asked for every request
    /// @param launcher      starts children
    /// @param fingerprints  what a child depends on
    /// @param contextLength tokens of context that a model's child gets; 0: not known
    /// @param spool         folder for large bodies
    /// @param house         what its own API is told of the installation around it
    public record Parts(
            GatewayConfig config,
            Supplier<Catalogue> catalogue,
            Launcher launcher,
            Fingerprints fingerprints,
            Function<Model, Integer> contextLength,
            Path spool,
            InstantSource clock,
            String greeting,
            House house) {}

    private final Vertx vertx;
    private final Supplier<Catalogue> catalogue;
    private final GatewayMetrics metrics;
    private final Newsroom news;
    private final RequestBook book;
    private final Dispatcher dispatcher;
    private final Fleet fleet;
    private final AdminModels models;
    private final ModelRoutes routes;
    private final UpstreamClient upstreams;
    private final Loopback loopback;
    private final HttpServer server;
    private final Leaving leaving;
    private boolean closed;

    private Gateway(Parts parts, Vertx vertx) {
        this.vertx = vertx;
        this.catalogue = parts.catalogue();
        Context loop = vertx.getOrCreateContext();
        var config = parts.config();
        var queue = new QueueLimits(config.queue().maxWaiting(), config.queue().maxWait());
        var residency = new CountPolicy(config.memory().maxModels());
        metrics = new GatewayMetrics(ASIDE, () -> sources(parts));
        news =
                new Newsroom(
                        parts,
                        vertx,
                        loop,
                        this::models,
                        () -> dispatcher().schedule(),
                        () -> url(config.listen(), port()));
        book =
                new RequestBook(
                        System::nanoTime, List.of(new AccessLog(), metrics), news.requests());
        fleet =
                new Fleet(
                        parts.launcher(),
                        ServicePolicies.of(config.supervisor()),
                        event -> dispatcher().post(event),
                        new FleetWatches(List.of(metrics, news.fleet())));
        dispatcher =
                new Dispatcher(
                        new Scheduler(residency, queue),
                        fleet,
                        parts.clock(),
                        task -> loop.runOnContext(_ -> task.run()),
                        (delay, task) ->
                                vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run()),
                        queue.maxWait());
        dispatcher.onDecided(news::lookAgain);
        Supplier<Resolver> resolver =
                () ->
                        new Resolver(
                                parts.catalogue().get(),
                                loaded(dispatcher.schedule()),
                                config.defaultModel());
        models = new AdminModels(resolver, dispatcher::schedule, fleet, parts.contextLength());
        upstreams = UpstreamClient.open(vertx);
        loopback = Loopback.open(vertx, () -> url(config.listen(), port()));
        routes =
                new ModelRoutes(
                        new BodyReader(
                                new DiskSpool(parts.spool()),
                                BodyLimits.of(config.maxBody().bytes())),
                        resolver,
                        dispatcher,
                        fleet,
                        parts.fingerprints(),
                        upstreams,
                        book);
        Routes door = door(parts, resolver);
        server =
                vertx.createHttpServer(serverOptions())
                        .requestHandler(door)
                        .invalidRequestHandler(
                                broken -> door.handleBroken(broken, MAX_REQUEST_LINE, MAX_HEADERS));
        leaving =
                new Leaving(fleet, dispatcher, routes, task -> loop.runOnContext(_ -> task.run()));
    }

    /// Opens the address.
    ///
    /// @throws RuntimeException when the address cannot be opened; its cause says why
    public static Gateway open(Parts parts) {
        var gateway = new Gateway(parts, Vertx.vertx(vertxOptions()));
        Listen listen = parts.config().listen();
        try {
            gateway.server.listen(listen.port(), listen.host()).await();
            gateway.catalogueChanged();
            return gateway;
        } catch (Exception e) { // `await` throws checked exceptions, too, without declaring them
            gateway.close();
            throw new IllegalStateException("cannot listen on " + listen, e);
        }
    }

    /// Where it answers, with the real port; an address that stands for all is shown as loopback.
    public static URI url(Listen listen, int port) {
        boolean all = Set.of("0.0.0.0", "::").contains(listen.host());
        return URI.create("http://" + new Listen(all ? "127.0.0.1" : listen.host(), port));
    }

    /// The port that it listens on.
    public int port() {
        return server.actualPort();
    }

    /// There may be other models than before. Whoever gave the catalogue says so; from any thread.
    public void catalogueChanged() {
        Catalogue now = catalogue.get();
        dispatcher.known(model -> now.find(model).isPresent());
        news.lookAgain();
    }

    /// What runs and what waits now.
    public Schedule schedule() {
        return dispatcher.schedule();
    }

    /// Leaves within 6 s: nothing new is taken on, answers may finish, children end. Closing twice
    /// waits for the first.
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        leaving.leave();
        news.close();
        await(
                Future.join(server.close(), upstreams.close(), loopback.close())
                        .eventually(vertx::close));
    }

    /// Ends all children at once, for a person who does not want to wait.
    public void kill() {
        fleet.killAll(Duration.ofMillis(500));
    }

    /// How many listen to what happens here, however they do it.
    int listeners() {
        return news.listeners();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    private AdminModels models() {
        return models;
    }

    private Routes door(Parts parts, Supplier<Resolver> resolver) {
        var config = parts.config();
        var guard =
                new OriginGuard(
                        config.listen().host(),
                        config.allowedHosts(),
                        config.allowedOrigins(),
                        config.apiKey().isPresent());
        var listing = new ModelListing(resolver, dispatcher::schedule, parts.contextLength());
        var api =
                new AdminApi.Parts(
                        models,
                        listing,
                        dispatcher,
                        parts.fingerprints(),
                        parts.house(),
                        loopback,
                        () -> url(config.listen(), port()),
                        config.apiKey().isPresent());
        var more = new ArrayList<>(RequestOperations.of(book, dispatcher::schedule));
        more.addAll(news.operations());
        List<Operation> table = AdminApi.table(api, more);
        return new Routes(
                guard,
                new KeyCheck(config.apiKey()),
                routes,
                listing,
                List.of(
                        new AdminRoutes(table, new DiskSpool(parts.spool())),
                        new MetricsDoor(metrics::scrape),
                        news.socketIo()),
                parts.greeting(),
                metrics::refused);
    }

    private GatewayMetrics.Sources sources(Parts parts) {
        return new GatewayMetrics.Sources(
                parts.house().version(),
                () -> parts.catalogue().get().models().stream().map(Model::id).toList(),
                book::counts,
                model ->
                        Optional.ofNullable(schedule().residents().get(model))
                                .flatMap(resident -> fleet.running(resident.generation()))
                                .map(Running::rss)
                                .orElse(OptionalLong.empty()));
    }

    private static Set<ModelId> loaded(Schedule schedule) {
        return schedule.residents().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Resident.Loaded)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void await(Future<?> closing) {
        try {
            closing.toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSING_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException leftToTheEndOfTheProcess) {
            LOG.debug("closing", leftToTheEndOfTheProcess);
        }
    }

    private static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false));
    }

    private static HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxWebSocketFrameSize(SocketIo.MAX_PAYLOAD)
                .setMaxWebSocketMessageSize(SocketIo.MAX_PAYLOAD)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setAcceptBacklog(1024);
    }
}
