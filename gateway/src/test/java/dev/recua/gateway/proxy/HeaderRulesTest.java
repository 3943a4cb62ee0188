package dev.recua.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {

    @Test
    void anEngineGetsItsOwnKeyAndNeitherTheCallersKeysNorHopByHopHeaders() {
        MultiMap from =
                headers(
                        "Host",
                        "localhost:8091",
                        "Authorization",
                        "Bearer mine",
                        "X-Api-Key",
                        "mine",
                        "Origin",
                        "http://a",
                        "Connection",
                        "keep-alive, X-Private",
                        "X-Private",
                        "1",
                        "Keep-Alive",
                        "5",
                        "TE",
                        "trailers",
                        "Transfer-Encoding",
                        "chunked",
                        "Upgrade",
                        "h2c",
                        "Expect",
                        "100-continue",
                        "Content-Length",
                        "3",
                        "Proxy-Authorization",
                        "p",
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "a",
                        "Accept",
                        "b",
                        "Accept-Encoding",
                        "gzip");
        MultiMap to = headers();

        HeaderRules.toEngine(from, to, "child");

        assertThat(to.entries())
                .extracting(e -> e.getKey().toLowerCase() + ": " + e.getValue())
                .containsExactlyInAnyOrder(
                        "content-type: application/json",
                        "accept: a",
                        "accept: b",
                        "accept-encoding: gzip",
                        "authorization: Bearer child");
    }

    @Test
    void aCallerGetsOurHeadersAndNothingOfTheEnginesCorsOrConnection() {
        MultiMap from =
                headers(
                        "Server",
                        "llama.cpp",
                        "Keep-Alive",
                        "timeout=5, max=100",
                        "Connection",
                        "close, x-hop",
                        "X-Hop",
                        "1",
                        "Access-Control-Allow-Origin",
                        "*",
                        "access-control-allow-credentials",
                        "true",
                        "Vary",
                        "Accept",
                        "Content-Type",
                        "text/event-stream",
                        "Content-Length",
                        "9",
                        "X-Request-Id",
                        "theirs",
                        "Set-Cookie",
                        "a",
                        "Set-Cookie",
                        "b",
                        "Transfer-Encoding",
                        "chunked",
                        "Trailer",
                        "x");
        MultiMap to = headers();

        HeaderRules.toCaller(
                from, to, ResponseHeaders.NONE.with("X-Request-Id", "ours").with("Vary", "Origin"));

        assertThat(to.entries())
                .extracting(e -> e.getKey().toLowerCase() + ": " + e.getValue())
                .containsExactlyInAnyOrder(
                        "vary: Accept",
                        "vary: Origin",
                        "content-type: text/event-stream",
                        "content-length: 9",
                        "x-request-id: ours",
                        "set-cookie: a",
                        "set-cookie: b");
    }

    @Test
    void theKeyIsNotInTheTextOfAnUpstream() {
        assertThat(new Upstream("127.0.0.1", 8123, "secret"))
                .hasToString("Upstream[127.0.0.1:8123]");
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2)
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        return headers;
    }
}
