package dev.recua.gateway.body;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/// Sees the bytes of one body pass. Not thread-safe.
sealed interface BodyScanner permits JsonScanner, FormScanner {
    /// Takes the next bytes, `from` inclusive to `to` exclusive.
    void feed(byte[] bytes, int from, int to);

    /// The result, once all bytes were fed. The scanner is spent afterwards.
    BodyScan finish();

    /// The one for this request: a multipart form is one, anything else is tried as JSON.
    static BodyScanner of(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .flatMap(FormBoundary::of)
                .<BodyScanner>map(FormScanner::new)
                .orElseGet(JsonScanner::new);
    }
}
