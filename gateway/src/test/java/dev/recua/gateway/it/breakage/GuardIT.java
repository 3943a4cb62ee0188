package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Strangers at the door, on every route.
class GuardIT {
    private static final String EVIL = "https://evil.example";
    private static final String LOCAL_PAGE = "http://localhost:3000";

    @TempDir static Path folder;
    private static Serving gateway;

    @BeforeAll
    static void serve() throws Exception {
        var fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        gateway = Home.in(folder).models("one").serve(fake.binary());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /health",
                "GET /v1/models",
                "GET /models",
                "GET /v1/models/one",
                "GET /api/models",
                "POST /v1/chat/completions",
                "POST /v1/completions",
                "POST /v1/embeddings",
                "GET /nothing",
                "DELETE /v1/models/one",
                "POST /api/nothing",
                "OPTIONS /",
                "OPTIONS /health",
                "OPTIONS /v1/chat/completions",
                "OPTIONS /api/models",
                "OPTIONS /nothing"
            })
    void aForeignHostAndAForeignOriginAreRefused(String route) throws Exception {
        String rebound = ask(route, "Host: evil.example:" + gateway.port());
        String page = ask(route, ours(), "Origin: " + EVIL);
        String hidden = ask(route, ours(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors");
        String sandboxed = ask(route, ours(), "Origin: null");

        assertThat(rebound).startsWith("HTTP/1.1 403 ").contains("\"code\":\"forbidden_host\"");
        for (String answer : List.of(page, hidden, sandboxed)) {
            assertThat(answer)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("\"code\":\"forbidden_origin\"")
                    .doesNotContainIgnoringCase("access-control-allow");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/models", "/v1/chat/completions", "/v1/completions", "/v1/embeddings"})
    void aPreflightOfALocalPageIsAnsweredForExactlyItsOrigin(String path) throws Exception {
        String answer =
                ask(
                        "OPTIONS " + path,
                        ours(),
                        "Origin: " + LOCAL_PAGE,
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization");

        assertThat(answer)
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("Access-Control-Allow-Origin: " + LOCAL_PAGE + "\r\n")
                .containsIgnoringCase("Access-Control-Allow-Headers: authorization\r\n")
                .doesNotContainIgnoringCase("Access-Control-Allow-Credentials");
    }

    @Test
    void aLocalPageMayCallModelsButNotTheAdministration() throws Exception {
        HttpResponse<String> models = gateway.get("/v1/models", "Origin", LOCAL_PAGE);
        HttpResponse<String> admin = gateway.get("/api/models", "Origin", LOCAL_PAGE);
        HttpResponse<String> own =
                gateway.get("/api/models", "Origin", "http://127.0.0.1:" + gateway.port());

        assertThat(models.headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly(LOCAL_PAGE);
        assertThat(admin.statusCode()).isEqualTo(403);
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aPersonMayFollowALinkToTheFirstPageOnly() throws Exception {
        String link = "Sec-Fetch-Site: cross-site";
        String navigate = "Sec-Fetch-Mode: navigate";

        assertThat(ask("GET /", ours(), link, navigate)).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /v1/models", ours(), link, navigate)).startsWith("HTTP/1.1 403 ");
        assertThat(ask("GET /api/models", ours(), link, navigate)).startsWith("HTTP/1.1 403 ");
    }

    private static String ours() {
        return "Host: 127.0.0.1:" + gateway.port();
    }

    /// The whole answer to a request with these header lines.
    private static String ask(String route, String... headers) throws IOException {
        String body = route.startsWith("POST") ? Chat.of("one") : "";
        try (Wire wire = Wire.open(gateway.port())) {
            wire.send(
                    "%s HTTP/1.1\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(route, String.join("\r\n", headers), body.length(), body));
            wire.readToEnd();
            return wire.text();
        }
    }
}
