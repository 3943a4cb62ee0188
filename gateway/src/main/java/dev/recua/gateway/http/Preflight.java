package dev.recua.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a browser asks before a page may call us
/// ([CORS](https://fetch.spec.whatwg.org/#cors-preflight-fetch)).
/// Answered here, never by an engine, and only to a page that [OriginGuard] has let in.
final class Preflight {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final String USUAL = "GET, POST, OPTIONS";
    private static final String ANY = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private Preflight() {}

    static boolean is(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    static void answer(HttpServerRequest request, Visitor visitor, String path) {
        HttpServerResponse response = request.response().setStatusCode(204);
        visitor.greet(response);
        response.putHeader("Access-Control-Allow-Methods", UpstreamRoutes.owns(path) ? ANY : USUAL)
                .putHeader("Access-Control-Max-Age", "600");
        Optional.ofNullable(request.getHeader("Access-Control-Request-Headers"))
                .map(Preflight::names)
                .filter(names -> !names.isEmpty())
                .ifPresent(names -> response.putHeader("Access-Control-Allow-Headers", names));
        response.end();
    }

    /// The header names among what was asked for; whatever is no name is not echoed.
    static String names(String asked) {
        return Stream.of(asked.split(",", -1))
                .map(String::strip)
                .filter(name -> TOKEN.matcher(name).matches())
                .collect(Collectors.joining(", "));
    }
}
