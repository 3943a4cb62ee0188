package dev.recua.gateway.proxy;

import dev.recua.gateway.body.BodyLimits;
import dev.recua.gateway.body.BodyOutcome;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.DiskSpool;
import dev.recua.gateway.proxy.Outcome.Broken;
import dev.recua.gateway.proxy.Outcome.NotBegun;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A small gateway: reads the body, tries one engine after the other, and tells its callers how it
/// went.
final class ProxyFixture implements AutoCloseable {
    static final String LAST_EVENT = "data: {\"error\":{\"message\":\"the engine died\"}}\n\n";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final UpstreamClient client = UpstreamClient.open(vertx);
    private final BodyReader reader;
    private final Consumer<Exchange> plan;
    private final int port;

    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    final BlockingQueue<Exchange> gone = new LinkedBlockingQueue<>();

    private ProxyFixture(Path tmp, List<Upstream> upstreams, Consumer<Exchange> plan) {
        this.reader = new BodyReader(new DiskSpool(tmp), BodyLimits.DEFAULT);
        this.plan = plan == null ? exchange -> tryNext(exchange, upstreams, 0) : plan;
        this.port = listen();
    }

    /// Tries these in order.
    static ProxyFixture to(Path tmp, Upstream... upstreams) {
        return new ProxyFixture(tmp, List.of(upstreams), null);
    }

    /// Does with an exchange what the test says.
    static ProxyFixture doing(Path tmp, Consumer<Exchange> plan) {
        return new ProxyFixture(tmp, List.of(), plan);
    }

    RawPeer connect() throws Exception {
        return RawPeer.connect(port);
    }

    int port() {
        return port;
    }

    Outcome outcome() throws InterruptedException {
        Outcome outcome = outcomes.poll(20, TimeUnit.SECONDS);
        if (outcome == null) throw new AssertionError("no outcome after 20 s");
        return outcome;
    }

    void onLoop(Runnable action) {
        vertx.runOnContext(_ -> action.run());
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private int listen() {
        try {
            return vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(16 * 1024))
                    .requestHandler(this::handle)
                    .listen(0, "127.0.0.1")
                    .await(10, TimeUnit.SECONDS)
                    .actualPort();
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private void handle(HttpServerRequest in) {
        reader.read(in)
                .onSuccess(
                        read -> {
                            if (!(read instanceof BodyOutcome.Read(var body))) return;
                            var added =
                                    ResponseHeaders.NONE
                                            .with("X-Request-Id", "r1")
                                            .with("Vary", "Origin");
                            Exchange exchange = Exchange.of(in, body, added, client);
                            exchange.clientGone().onSuccess(_ -> gone.add(exchange));
                            in.response().endHandler(_ -> body.close());
                            plan.accept(exchange);
                        });
    }

    private void tryNext(Exchange exchange, List<Upstream> upstreams, int at) {
        exchange.forward(upstreams.get(at), "/v1/x?y=1")
                .onSuccess(
                        outcome -> {
                            outcomes.add(outcome);
                            if (outcome instanceof NotBegun && at + 1 < upstreams.size()) {
                                tryNext(exchange, upstreams, at + 1);
                            } else if (outcome instanceof NotBegun && !exchange.headSent()) {
                                exchange.answer(
                                        502,
                                        Map.of("Content-Type", "application/json"),
                                        Buffer.buffer("{}"));
                            } else if (outcome instanceof NotBegun || outcome instanceof Broken) {
                                exchange.breakOff(Buffer.buffer(LAST_EVENT));
                            }
                        });
    }
}
