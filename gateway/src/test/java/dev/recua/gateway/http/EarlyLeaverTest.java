package dev.recua.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.RequestInfo;
import dev.recua.gateway.SampleModels;
import dev.recua.gateway.body.BodyLimits;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.Spool;
import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.fleet.FleetWatch;
import dev.recua.gateway.proxy.UpstreamClient;
import dev.recua.gateway.requests.RequestBook;
import dev.recua.gateway.routing.Resolver;
import dev.recua.gateway.scheduling.CountPolicy;
import dev.recua.gateway.scheduling.Dispatcher;
import dev.recua.gateway.scheduling.QueueLimits;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.gateway.scheduling.Scheduler;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import dev.recua.supervisor.service.ServicePolicy;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A caller whose body is here to its last byte and who leaves before it is on our disk. Its
/// request used to count as under way for ever: it held memory, and a gateway that left waited for
/// it.
class EarlyLeaverTest {
    private static final String BODY = "{\"model\":\"a:1b\"}";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private final RequestBook book = new RequestBook(System::nanoTime, List.of());
    private final ModelRoutes routes = routes();

    @AfterEach
    void close() throws Exception {
        written.countDown();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallerThatLeavesWhileItsBodyIsWrittenToDiskIsForgotten() throws Exception {
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), listen())) {
            caller.getOutputStream().write(head().getBytes(UTF_8));
            assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        written.countDown();

        await().untilAsserted(
                        () ->
                                assertThat(book.all(Schedule.EMPTY).requests())
                                        .extracting(RequestInfo::status)
                                        .containsExactly(499));
        await().untilAsserted(() -> assertThat(routes.liveRequests()).isZero());
    }

    private static String head() {
        return "POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                + BODY.length()
                + "\r\n\r\n"
                + BODY;
    }

    private int listen() throws Exception {
        return vertx.createHttpServer()
                .connectionHandler(
                        connection ->
                                connection.closeHandler(
                                        _ -> vertx.runOnContext(_ -> left.countDown())))
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private void handle(HttpServerRequest request) {
        var visitor = new Visitor("req-1", Dialect.OPENAI, Optional.empty(), _ -> {});
        ModelRoute route = ModelTable.find(HttpMethod.POST, request.path()).orElseThrow();
        routes.handle(request, visitor, route);
    }

    private ModelRoutes routes() {
        var catalogue = Catalogue.of(List.of(SampleModels.chat("a:1b")));
        var fleet =
                new Fleet(model -> unexpected(), ServicePolicy.DEFAULT, _ -> {}, FleetWatch.NOBODY);
        var limits = new QueueLimits(1, Duration.ZERO);
        return new ModelRoutes(
                new BodyReader(new SlowDisk(), new BodyLimits(1_000, 0, 0)),
                () -> new Resolver(catalogue, Set.of(), Optional.empty()),
                new Dispatcher(
                        new Scheduler(new CountPolicy(1), limits),
                        fleet,
                        InstantSource.system(),
                        Runnable::run,
                        (_, _) -> {},
                        limits.maxWait()),
                fleet,
                new AnyEngine(),
                UpstreamClient.open(vertx),
                book);
    }

    private static <T> T unexpected() {
        throw new AssertionError("nothing is launched for a caller that has left");
    }

    /// Holds the first write until the test lets it go on.
    private final class SlowDisk implements Spool {
        @Override
        public Place open() {
            return new Place() {
                @Override
                public void write(ByteBuffer bytes, long position) {
                    writing.countDown();
                    try {
                        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void read(ByteBuffer into, long position) {
                    unexpected();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public String where() {
            return "nowhere";
        }
    }

    private static final class AnyEngine implements Fingerprints {
        @Override
        public Terms terms(Model model) {
            return new Terms("f", 1, Duration.ZERO);
        }

        @Override
        public String engine() {
            return "an engine";
        }

        @Override
        public CompletableFuture<String> engineAfresh() {
            return CompletableFuture.completedFuture(engine());
        }
    }
}
