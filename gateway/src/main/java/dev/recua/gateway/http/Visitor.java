package dev.recua.gateway.http;

import dev.recua.gateway.proxy.Exchange;
import dev.recua.gateway.proxy.ResponseHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who asked, once let in: the request's id and the headers that every answer to it carries.
///
/// @param requestId  echoed or new; see [RequestId]
/// @param dialect    of the path; Anthropic's clients read the id from a header of their own
/// @param corsOrigin the origin to echo, when a local application's page asked
/// @param refusals   is told the code of each error that answers a request which got no model
public record Visitor(
        String requestId, Dialect dialect, Optional<String> corsOrigin, Consumer<String> refusals) {
    /// A message may quote what a caller sent: no line of the log is written by a caller.
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /// What Anthropic's clients give as the id of a request.
    private static final String ANTHROPICS_ID = "request-id";

    private static final String EXPOSED = "X-Request-Id, X-Recua-Model, " + ANTHROPICS_ID;
    private static final Logger LOG = LoggerFactory.getLogger(Visitor.class);

    /// Headers of every answer to this visitor.
    public ResponseHeaders headers() {
        var id = ResponseHeaders.NONE.with("X-Request-Id", requestId);
        var own = dialect == Dialect.ANTHROPIC ? id.with(ANTHROPICS_ID, requestId) : id;
        return corsOrigin
                .map(
                        origin ->
                                own.with("Access-Control-Allow-Origin", origin)
                                        .with("Access-Control-Expose-Headers", EXPOSED)
                                        .with("Vary", "Origin"))
                .orElse(own);
    }

    /// Adds them to an answer of our own.
    public void greet(HttpServerResponse response) {
        for (var header : headers().headers()) response.putHeader(header.name(), header.value());
    }

    /// Answers a request that never became an exchange.
    public void refuse(HttpServerRequest request, Dialect dialect, ErrorAnswer error) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) return;
        log(error);
        greet(response.setStatusCode(error.status()));
        error.headers().forEach(response::putHeader);
        response.putHeader("Content-Type", "application/json; charset=utf-8")
                .end(dialect.body(error, requestId));
    }

    /// Answers with something of ours.
    public void answer(HttpServerRequest request, int status, String contentType, String body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) return;
        greet(response.setStatusCode(status));
        response.putHeader("Content-Type", contentType).end(body);
    }

    /// Answers an exchange of which nothing was sent yet.
    Future<Void> answer(Exchange exchange, Dialect dialect, ErrorAnswer error) {
        var headers = new LinkedHashMap<>(error.headers());
        headers.put("Content-Type", "application/json; charset=utf-8");
        return exchange.answer(error.status(), headers, dialect.body(error, requestId));
    }

    /// Answers after a bug of ours.
    public void failed(HttpServerRequest request, Dialect dialect, Throwable bug) {
        refuse(request, dialect, internal(bug));
    }

    /// Logs a bug of ours, and gives what the client is told of it.
    ErrorAnswer internal(Throwable bug) {
        LOG.error("request failed inside Recua request={}", requestId, bug);
        return ApiErrors.internal(requestId);
    }

    /// One line for each request that is answered with an error before it got a model; whatever got
    /// one stands in the access log.
    private void log(ErrorAnswer error) {
        refusals.accept(error.code());
        LOG.info(
                "refused status={} code={} request={}: {}",
                error.status(),
                error.error().code(),
                requestId,
                CONTROL.matcher(error.error().message()).replaceAll("?"));
    }
}
