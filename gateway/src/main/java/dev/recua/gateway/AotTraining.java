package dev.recua.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/// The run at package time from which the JVM learns what to keep ready in the AOT cache.
///
/// It serves one answer over loopback, asks for it, and ends.
public final class AotTraining {
    private AotTraining() {}

    /// Serves one answer and asks for it.
    ///
    /// @param args none
    public static void main(String[] args) {
        var vertx = Vertx.vertx();
        // Vert.x closes a client that nobody holds any more, also while it has a request under way:
        // hold both.
        var server = vertx.createHttpServer();
        var client = vertx.createHttpClient();
        try {
            int port =
                    server.requestHandler(request -> request.response().end("ok"))
                            .listen(0, "127.0.0.1")
                            .await()
                            .actualPort();
            var body =
                    client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                            .compose(request -> request.send())
                            .compose(HttpClientResponse::body)
                            .await();
            System.out.println(body);
        } finally {
            client.close().await();
            server.close().await();
            vertx.close().await();
        }
    }
}
