package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What pages may call: the model routes from local applications, everything else only from our own
/// address.
class BrowserRoutesTest {
    private static final byte[] NOTHING = {};
    private static final String LOCAL = "http://localhost:3000";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    /// llama-swap's row 38: a preflight is answered by us, and echoes nothing but header names.
    @Test
    void aPreflightIsAnsweredAndEchoesHeaderNamesOnly() throws Exception {
        house.open(folder);

        var answer =
                preflight(
                        "/v1/messages",
                        "content-type, x-api-key,,bad name, Authorization, <script>, a:b, x\"y");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("content-type, x-api-key, Authorization");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(LOCAL);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET, POST, OPTIONS");
        assertThat(house.launches()).isZero();
    }

    @Test
    void aPreflightWithoutAnyHeaderNameAllowsNone() throws Exception {
        house.open(folder);

        assertThat(preflight("/v1/messages", "<>, ,").headers().map())
                .doesNotContainKey("access-control-allow-headers");
    }

    @Test
    void anyMethodMayBeUsedOnAnEngine() throws Exception {
        house.open(folder);

        assertThat(
                        preflight("/upstream/a:1b/v1/stream", "x")
                                .headers()
                                .firstValue("Access-Control-Allow-Methods")
                                .orElseThrow())
                .contains("DELETE", "PUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/tokenize",
                "/slots/0",
                "/upstream/a:1b/x",
                "/rerank",
                "/metrics?model=a:1b"
            })
    void aModelRouteMayBeCalledByALocalApplication(String path) throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        assertThat(preflight(path, "x").statusCode()).isEqualTo(204);
        assertThat(
                        house.ask("OPTIONS", path, NOTHING, "Origin", "https://evil.example")
                                .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models", "/api/anything", "/api"})
    void theAdminApiMayNot(String path) throws Exception {
        house.open(folder);

        assertThat(preflight(path, "x").statusCode()).isEqualTo(403);
    }

    /// `allowed-origins` opens the model routes only: advice to use it elsewhere would not help.
    @Test
    void aRefusedPageIsToldWhatWouldHelpThere() throws Exception {
        house.open(folder);
        String origin = "https://chat.example.org";

        var model = house.get("/v1/models", "Origin", origin);
        var admin = house.get("/api/models", "Origin", origin);

        assertThat(model.body()).contains("add it to allowed-origins");
        assertThat(admin.body())
                .contains("answers the gateway's own pages only")
                .doesNotContain("add it to");
    }

    private HttpResponse<String> preflight(String path, String headers) throws Exception {
        return house.ask(
                "OPTIONS",
                path,
                NOTHING,
                "Origin",
                LOCAL,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                headers);
    }
}
