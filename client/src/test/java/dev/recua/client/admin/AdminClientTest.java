package dev.recua.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminClientTest {
    private static final String MODEL =
            WireJson.mapper()
                    .readTree(Golden.text("api/models.json"))
                    .path("models")
                    .path(0)
                    .toString();
    private static final String ENGINE =
            "{\"id\":\"0.7.0/linux-x86_64/cpu\",\"version\":\"0.7.0\",\"target\":\"linux-x86_64\",\"variant\":\"cpu\",\"path\":\"/e/llama-server\",\"active\":true}";

    /// What came: method, path, `Content-Type`, body.
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private int status = 200;
    private String answer = "{}";
    private HttpServer server;
    private RecuaClient client;
    private AdminClient admin;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client =
                RecuaClient.of(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        Optional.of("secret"));
        admin = client.admin();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void whatOnlyReadsIsAGetWithTheKey() throws Exception {
        answer = Golden.text("api/models.json");

        assertThat(admin.models()).hasSize(1);
        answer = MODEL;
        assertThat(admin.model("gpt-4").modifiedAt()).isEqualTo(1767225600);
        answer =
                "{\"version\":\"1\",\"url\":\"http://127.0.0.1:8091\",\"pid\":7,\"startedAt\":\"2026-01-01T00:00:00Z\",\"engine\":null,\"folders\":{\"logs\":\"/l\"}}";
        assertThat(admin.info().folders()).containsEntry("logs", "/l");
        answer =
                "{\"isRunning\":true,\"isResponding\":true,\"port\":1,\"pid\":2,\"apiUrl\":null,\"phase\":\"running\"}";
        assertThat(admin.swapStatus().phase()).isEqualTo("running");
        answer = Golden.text("api/status.json");
        assertThat(admin.status().services()).containsOnlyKeys("qwen3:8b", "recua:3m-instruct");
        answer = "{\"requests\":[]}";
        assertThat(admin.requests()).isEmpty();
        answer = "{\"engines\":[" + ENGINE + "]}";
        assertThat(admin.engines()).extracting(EngineInfo::version).containsExactly("0.7.0");

        assertThat(requests)
                .containsExactly(
                        "GET /api/models Bearer secret null ",
                        "GET /api/models/gpt-4 Bearer secret null ",
                        "GET /api/info Bearer secret null ",
                        "GET /api/swap/status Bearer secret null ",
                        "GET /api/status Bearer secret null ",
                        "GET /api/requests Bearer secret null ",
                        "GET /api/engines Bearer secret null ");
    }

    @Test
    void anOrderIsAPostThatSaysItIsJson() throws Exception {
        answer = MODEL;

        admin.load("gpt-4");
        admin.unload("gpt-4", false);
        admin.unload("gpt-4", true);
        answer = ENGINE;
        admin.installEngine(new EngineInstall("0.7.0", null));
        admin.useEngine("0.7.0/linux-x86_64/cpu");

        assertThat(requests)
                .containsExactly(
                        "POST /api/models/gpt-4/load Bearer secret application/json {}",
                        "POST /api/models/gpt-4/unload Bearer secret application/json {}",
                        "POST /api/models/gpt-4/unload?force=true Bearer secret application/json {}",
                        "POST /api/engines Bearer secret application/json {\"version\":\"0.7.0\",\"variant\":null}",
                        "POST /api/engines/0.7.0%2Flinux-x86_64%2Fcpu/use Bearer secret application/json {}");
    }

    @Test
    void anOrderMayBeAnsweredWithNothing() throws Exception {
        status = 202;
        answer = "";

        admin.shutdown();
        admin.cancel("r-1");
        admin.removeEngine("a/b/c");

        assertThat(requests)
                .containsExactly(
                        "POST /api/shutdown Bearer secret application/json {}",
                        "POST /api/requests/r-1/cancel Bearer secret application/json {}",
                        "DELETE /api/engines/a%2Fb%2Fc Bearer secret application/json {}");
    }

    @Test
    void aLogIsItsLinesInOrder() throws Exception {
        answer =
                "{\"lines\":[{\"at\":\"2026-01-01T00:00:00Z\",\"level\":null,\"source\":\"m\",\"text\":\"one\"},{\"source\":\"m\",\"text\":\"two\"}]}";

        assertThat(admin.log("m", 50)).extracting(LogLine::text).containsExactly("one", "two");
        assertThat(requests).containsExactly("GET /api/models/m/log?lines=50 Bearer secret null ");
        assertThatThrownBy(() -> admin.log("m", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLogOfTheGatewayIsItsText() throws Exception {
        answer = "one\ntwo ü\n";

        assertThat(admin.gatewayLog()).isEqualTo("one\ntwo ü\n");
        assertThat(requests).containsExactly("GET /logs Bearer secret null ");
    }

    @Test
    void aNameIsOneSegmentOfThePathWhateverIsInIt() throws Exception {
        answer = MODEL;

        admin.model("a b/c?d#e%f+ü:8b");

        assertThat(requests)
                .containsExactly(
                        "GET /api/models/a%20b%2Fc%3Fd%23e%25f%2B%C3%BC%3A8b Bearer secret null ");
        assertThatThrownBy(() -> admin.model(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheGatewayRefusesKeepsItsWords() {
        status = 404;
        answer =
                "{\"error\":{\"message\":\"no model x\",\"code\":\"model_not_found\",\"details\":{\"nearest\":[\"y\"]}}}";

        var e = catchThrowableOfType(LlmException.ModelNotFound.class, () -> admin.load("x"));

        assertThat(e.error().orElseThrow().is("model_not_found")).isTrue();
        assertThat(e.nearest()).containsExactly("y");
    }

    @Test
    void anAnswerThatIsNotTheRoutesIsNotTakenForOne() {
        answer = "<h1>It works!</h1>";

        assertThatThrownBy(() -> admin.info())
                .isInstanceOf(LlmException.ServerFailed.class)
                .hasMessageContaining("/api/info");
    }

    @Test
    void whereNobodyAnswersTheNextStepIsNamed() {
        server.stop(0);

        assertThatThrownBy(() -> admin.shutdown())
                .isInstanceOf(LlmException.ConnectionFailed.class)
                .hasMessageContaining("recua serve");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    "%s %s %s %s %s"
                            .formatted(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    exchange.getRequestHeaders().getFirst("Authorization"),
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    body));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
