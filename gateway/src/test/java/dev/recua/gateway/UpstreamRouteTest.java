package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/upstream/{model}/…`: everything an engine has.
class UpstreamRouteTest {
    private static final byte[] NOTHING = {};

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void anEngineThatAnswersEverything() {
        house.engine(
                (engine, head, out) -> {
                    lines.add(head.lines().findFirst().orElse(""));
                    json(out, head.startsWith("HEAD") ? "" : "{\"ok\":1}");
                });
    }

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    /// llama-swap's row 34: slashes and `%2F` survive.
    @ParameterizedTest
    @CsvSource({
        "/upstream/a:1b/v1/x, /v1/x",
        "/upstream/a%3A1b/v1/x, /v1/x",
        "/upstream/a:1b/, /",
        "/upstream/a:1b/x%2Fy/%20%E2%9C%93/z, /x%2Fy/%20%E2%9C%93/z",
        "/upstream/a:1b//x//, //x//",
        "/upstream/a:1b/x?q=%2F&model=b&autoload=true&, /x?q=%2F&model=b&autoload=true&",
        "/upstream/a:1b/b:1b/x, /b:1b/x"
    })
    void pathAndQueryReachTheEngineAsTheyCame(String asked, String path) throws Exception {
        house.open(folder);

        var answer = house.ask("GET", asked, NOTHING);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("a:1b");
        assertThat(lines).containsExactly("GET " + path + " HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})
    void everyMethodPassesAndTheBodyIsNotLookedAt(String method) throws Exception {
        house.open(folder);
        byte[] body = method.equals("HEAD") ? NOTHING : "{no json \u0000".getBytes(UTF_8);

        var answer = house.ask(method, "/upstream/b:1b/anything", body, "Content-Type", "text/odd");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(lines).containsExactly(method + " /anything HTTP/1.1");
        assertThat(house.engines().getFirst().bodies.peek()).isEqualTo(body);
        assertThat(house.engines().getFirst().heads.peek())
                .containsIgnoringCase("content-type: text/odd");
    }

    @Test
    void aModelAloneIsSentToTheSameWithASlash() throws Exception {
        house.open(folder);

        var answer = house.ask("POST", "/upstream/a%3A1b?x=%2F", NOTHING);

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).contains("/upstream/a%3A1b/?x=%2F");
        assertThat(house.launches()).isZero();
    }

    @Test
    void aPathWithoutAModelIsNotFound() throws Exception {
        house.open(folder);

        assertThat(house.get("/upstream/a:2b/v1/x").body())
                .contains("model_not_found", "'a:2b'", "\"nearest\":[\"a:1b\"");
        assertThat(house.get("/upstream/").body()).contains("\"not_found\"");
        assertThat(house.get("/upstream").body()).contains("\"not_found\"");
    }

    /// llama-swap's row 35: parts of pages never load a model; nor does whoever only looks.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_app/start.js",
                "/style.CSS?v=1",
                "/favicon.ico",
                "/fonts/a.woff2",
                "/slots",
                "/metrics",
                "/lora-adapters",
                "/health",
                "/v1/health",
                "/%68ealth",
                "/v1/x?autoload=false"
            })
    void whatOnlyLooksNeverLoadsButIsAnsweredByALoadedModel(String path) throws Exception {
        house.open(folder);

        var before = house.get("/upstream/a:1b" + path);
        assertThat(before.statusCode()).isEqualTo(409);
        assertThat(before.body()).contains("model_not_loaded");
        assertThat(before.headers().firstValue("x-should-retry")).contains("false");
        assertThat(house.launches()).isZero();

        house.get("/upstream/a:1b/");
        assertThat(house.get("/upstream/a:1b" + path).statusCode()).isEqualTo(200);
    }

    @Test
    void theErrorsShapeIsThatOfTheInnerPath() throws Exception {
        house.open(folder);

        var messages = house.post("/upstream/c:1b/v1/messages", "{}");
        var usual = house.post("/upstream/c:1b/v1/chat/completions", "{}");

        assertThat(messages.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":");
        assertThat(usual.body()).startsWith("{\"error\":{\"message\":");
    }
}
