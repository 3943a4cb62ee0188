package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every route that an engine answers reaches it, under the right path and for the right model.
class ModelRoutesTest {
    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/embeddings",
                "/v1/rerank",
                "/v1/reranking",
                "/v1/responses",
                "/v1/messages",
                "/v1/messages/count_tokens",
                "/v1/audio/transcriptions",
                "/rerank",
                "/reranking",
                "/infill",
                "/completion",
                "/completions",
                "/embedding",
                "/embeddings",
                "/tokenize",
                "/detokenize",
                "/apply-template",
                "/lora-adapters"
            })
    void aPostedRouteReachesTheEngineUnderItsOwnPath(String path) throws Exception {
        house.engine((engine, head, out) -> json(out, "{\"ok\":1}"));
        house.open(folder);

        var answer = house.post(path, "{\"model\":\"b:1b\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("b:1b");
        assertThat(house.engines().getFirst().heads.peek())
                .startsWith("POST " + path + " HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/tokenize, /tokenize",
        "/v1/detokenize, /detokenize",
        "/v1/apply-template, /apply-template"
    })
    void whatTheEngineKnowsWithoutVersionIsAskedWithoutIt(String asked, String path)
            throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        house.post(asked, "{\"model\":\"a:1b\"}");

        assertThat(house.engines().getFirst().heads.peek())
                .startsWith("POST " + path + " HTTP/1.1");
    }

    @Test
    void aSlotIsAskedByNumberWithItsActionAndWithoutOurOwnParameters() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        var answer = house.post("/slots/1?model=b%3A1b&action=erase&x=%2F+y", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(house.engines().getFirst().heads.peek())
                .startsWith("POST /slots/1?action=erase&x=%2F+y HTTP/1.1");
    }

    @Test
    void theScalesOfAdaptersAreAnArrayAndTheModelStandsInTheQuery() throws Exception {
        house.engine((engine, head, out) -> json(out, "{\"success\":true}"));
        house.open(folder);

        var answer = house.post("/lora-adapters?model=a:1b", "[{\"id\":0,\"scale\":0.5}]");

        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(house.post("/tokenize?model=a:1b", "[1]").body()).contains("invalid_request");
    }

    @Test
    void theBodysModelCountsBeforeTheQuerys() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);

        var answer = house.post("/v1/chat/completions?model=a:1b", "{\"model\":\"b:1b\"}");

        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("b:1b");
    }

    @Test
    void aRequestWithoutAModelMeansTheDefaultModel() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.defaultModel("b:1b").open(folder);

        for (String body : List.of("{}", "{\"model\":\"\"}", "{\"model\":null}")) {
            var answer = house.post("/v1/chat/completions?model=", body);
            assertThat(answer.headers().firstValue("X-Recua-Model")).contains("b:1b");
        }
    }

    @Test
    void aDefaultModelThatIsNotThereIsToldAsSuch() throws Exception {
        house.defaultModel("c:1b").open(folder);

        var answer = house.post("/v1/chat/completions", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("model_not_found", "default-model", "c:1b", "nearest");
    }

    /// llama-swap's row 37: the body is intact after we have looked at it.
    @Test
    void aBodyReachesTheEngineByteForByte() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        byte[] body = " {\"b\" :[1.50,\"\u00e9\\u00e9\"]\r\n,\"model\":\"a:1b\" } ".getBytes(UTF_8);

        house.ask("POST", "/v1/chat/completions", body, "Content-Type", "text/plain");

        var engine = house.engines().getFirst();
        assertThat(engine.bodies.peek()).isEqualTo(body);
        assertThat(engine.heads.peek())
                .containsIgnoringCase("content-length: " + body.length)
                .containsIgnoringCase("content-type: text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/chat/completions",
                "PUT /v1/responses",
                "DELETE /slots/1",
                "POST /slots",
                "POST /slots/",
                "POST /slots/1/2",
                "POST /props",
                "GET /tokenize",
                "POST /v1/apply-template/",
                "GET /v1/props"
            })
    void anythingElseIsNotFound(String asked) throws Exception {
        house.open(folder);
        String[] words = asked.split(" ");

        var answer = house.ask(words[0], words[1], new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"not_found\"", asked);
    }
}
