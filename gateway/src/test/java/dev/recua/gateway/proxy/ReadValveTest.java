package dev.recua.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Cutting a connection off, also while Vert.x waits for a peer that reads nothing: it holds a
/// close back behind everything that is still to be written.
class ReadValveTest {
    /// More than the buffers of both ends take.
    private static final Buffer MUCH = Buffer.buffer(new byte[32 * 1024 * 1024]);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallerThatDoesNotReadIsCutOff() throws Exception {
        var cut = new CompletableFuture<Void>();
        int port =
                vertx.createHttpServer()
                        .requestHandler(
                                in ->
                                        in.toNetSocket()
                                                .onSuccess(socket -> endAndCut(socket, cut))
                                                .onFailure(cut::completeExceptionally))
                        .listen(0, "127.0.0.1")
                        .await(10, TimeUnit.SECONDS)
                        .actualPort();

        try (var caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
            caller.getOutputStream()
                    .write(
                            "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                    .getBytes());

            assertThat(cut).succeedsWithin(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void anEngineThatDoesNotReadIsCutOffThroughItsConnectionOfHttp() throws Exception {
        var cut = new CompletableFuture<Void>();
        try (var engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            vertx.createHttpClient(new HttpClientOptions())
                    .request(HttpMethod.GET, engine.getLocalPort(), "127.0.0.1", "/ws")
                    .compose(
                            request -> {
                                var valve = ReadValve.of(request.connection());
                                valve.onceClosed(() -> cut.complete(null));
                                request.putHeader("Upgrade", "websocket");
                                return request.connect()
                                        .onSuccess(
                                                answer -> {
                                                    answer.netSocket().write(MUCH);
                                                    answer.netSocket().end();
                                                    vertx.runOnContext(_ -> valve.cut());
                                                });
                            })
                    .onFailure(cut::completeExceptionally);

            try (Socket met = engine.accept()) {
                met.getOutputStream()
                        .write(
                                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                + "Connection: Upgrade\r\n\r\n")
                                        .getBytes());

                assertThat(cut).succeedsWithin(5, TimeUnit.SECONDS);
            }
        }
    }

    private void endAndCut(NetSocket socket, CompletableFuture<Void> cut) {
        var valve = ReadValve.of(socket);
        valve.onceClosed(() -> cut.complete(null));
        socket.write(MUCH);
        socket.end();
        vertx.runOnContext(_ -> valve.cut());
    }
}
