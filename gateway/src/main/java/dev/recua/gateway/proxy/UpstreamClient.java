package dev.recua.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// The connections to engines: HTTP/1.1, kept open and used again, one request at a time each.
///
/// Idle connections are given up after 4 s, because llama-server closes them after 5 s. When both
/// happen at once, a request meets a closed connection: that is why each connection tells whether
/// it was used before, and why there is [#connectAnew].
///
/// No read timeout: an engine may think for minutes before its first byte. One instance per event
/// loop; used on that loop only.
public final class UpstreamClient {
    private static final int IDLE_SECONDS = 4;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RECEIVE_BUFFER = 64 * 1024;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int CONNECTIONS_PER_ENGINE = 4096;
    private static final int CLEAN_MILLIS = 500;

    /// A connection ready for one request.
    ///
    /// @param reused whether it has carried a request before
    record Line(HttpClientRequest request, boolean reused) {}

    private final Vertx vertx;
    private final HttpClient pooled;
    private final HttpClient single;
    private final HttpClient switching;
    private final Set<HttpConnection> known = Collections.newSetFromMap(new WeakHashMap<>());

    private UpstreamClient(
            Vertx vertx, HttpClient pooled, HttpClient single, HttpClient switching) {
        this.vertx = vertx;
        this.pooled = pooled;
        this.single = single;
        this.switching = switching;
    }

    /// Connects nowhere yet. Close it with [#close].
    public static UpstreamClient open(Vertx vertx) {
        var pool =
                new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS_PER_ENGINE)
                        .setCleanerPeriod(CLEAN_MILLIS);
        return new UpstreamClient(
                vertx,
                vertx.createHttpClient(
                        options().setKeepAlive(true).setKeepAliveTimeout(IDLE_SECONDS), pool),
                vertx.createHttpClient(options().setKeepAlive(false), pool),
                vertx.createHttpClient(options().setKeepAlive(true).setKeepAliveTimeout(1), pool));
    }

    /// Closes all connections; exchanges under way fail.
    public Future<Void> close() {
        return Future.join(pooled.close(), single.close(), switching.close()).mapEmpty();
    }

    Vertx vertx() {
        return vertx;
    }

    /// An idle connection when there is one, else a new one.
    Future<Line> connect(Upstream up, HttpMethod method, String uri) {
        return pooled.request(options(up, method, uri))
                .map(request -> line(request, !known.add(request.connection())));
    }

    /// A new connection, for this request alone.
    Future<Line> connectAnew(Upstream up, HttpMethod method, String uri) {
        return single.request(options(up, method, uri)).map(request -> line(request, false));
    }

    /// A new connection that may become a tunnel: one that is closed after its answer would say so
    /// in the very header that asks for the tunnel.
    Future<Line> connectToSwitch(Upstream up, HttpMethod method, String uri) {
        return switching
                .request(options(up, method, uri))
                .map(request -> line(request, !known.add(request.connection())));
    }

    /// Failures reach the request; without this handler Vert.x would also log them as errors.
    private static Line line(HttpClientRequest request, boolean reused) {
        if (!reused) request.connection().exceptionHandler(_ -> {});
        return new Line(request, reused);
    }

    private static RequestOptions options(Upstream up, HttpMethod method, String uri) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(up.port(), up.host()))
                .setHost(up.host())
                .setPort(up.port())
                .setMethod(method)
                .setURI(uri);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setReceiveBufferSize(RECEIVE_BUFFER)
                .setMaxHeaderSize(MAX_HEAD)
                .setTcpNoDelay(true);
    }
}
