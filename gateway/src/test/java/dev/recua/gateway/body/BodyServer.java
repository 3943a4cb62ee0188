package dev.recua.gateway.body;

import dev.recua.gateway.body.BodyOutcome.Read;
import dev.recua.gateway.body.BodyOutcome.StorageFailed;
import dev.recua.gateway.body.BodyOutcome.TooLarge;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads bodies and keeps what came of them; refusals are answered at once.
final class BodyServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final BlockingQueue<BodyOutcome> outcomes = new LinkedBlockingQueue<>();
    private final BodyReader reader;
    private final int port;

    BodyServer(Spool spool, BodyLimits limits) throws TimeoutException {
        reader = new BodyReader(spool, limits);
        port =
                vertx.createHttpServer()
                        .requestHandler(this::handle)
                        .listen(0, "127.0.0.1")
                        .await(10, TimeUnit.SECONDS)
                        .actualPort();
    }

    int port() {
        return port;
    }

    BodyOutcome outcome() throws InterruptedException {
        BodyOutcome outcome = outcomes.poll(30, TimeUnit.SECONDS);
        if (outcome == null) throw new AssertionError("no outcome after 30 s");
        return outcome;
    }

    RequestBody body() throws InterruptedException {
        return ((Read) outcome()).body();
    }

    /// Runs on the event loop and waits for it.
    void onLoop(Runnable action) throws Exception {
        var done = new CompletableFuture<Void>();
        vertx.runOnContext(
                _ -> {
                    action.run();
                    done.complete(null);
                });
        done.get(10, TimeUnit.SECONDS);
    }

    long memoryUsed() throws Exception {
        var used = new CompletableFuture<Long>();
        vertx.runOnContext(_ -> used.complete(reader.memoryUsed()));
        return used.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void handle(HttpServerRequest in) {
        reader.read(in)
                .onSuccess(
                        outcome -> {
                            if (outcome instanceof TooLarge)
                                in.response().setStatusCode(413).end("too large");
                            if (outcome instanceof StorageFailed)
                                in.response().setStatusCode(507).end("full");
                            outcomes.add(outcome);
                        });
    }
}
