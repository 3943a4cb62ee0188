package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.fleet.EngineFolders;
import dev.recua.supervisor.engine.Variant;
import dev.recua.testkit.Golden;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document is the committed one, is valid, and what a running gateway answers is what
/// it says.
class OpenApiTest {
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"total_tokens\":6}}";

    private static final String OLD = "0.2.0%2Fx86_64-unknown-linux-gnu%2Fcpu";
    private static final String NEW = "0.7.0%2Fx86_64-unknown-linux-gnu%2Fcpu";

    /// How each operation of our own is asked, in an order in which each finds what it needs: all
    /// but the cancel of a request that there is not succeed.
    private static final List<Asked> ASKED =
            List.of(
                    new Asked("info", "GET", "/api/info", ""),
                    new Asked("models", "GET", "/api/models", ""),
                    new Asked("load", "POST", "/api/models/a:1b/load", ""),
                    new Asked("model", "GET", "/api/models/a:1b", ""),
                    new Asked("modelLog", "GET", "/api/models/a:1b/log", ""),
                    new Asked("status", "GET", "/api/status", ""),
                    // a stream has no end; its head says what it is
                    new Asked("events", "HEAD", "/api/events?only=model,llamaStatus", ""),
                    new Asked("logs", "GET", "/api/logs?source=a:1b&level=warn&lines=5", ""),
                    new Asked("logStream", "HEAD", "/api/logs/stream?source=gateway", ""),
                    new Asked("running", "GET", "/running", ""),
                    new Asked(
                            "inference",
                            "POST",
                            "/api/inference",
                            "{\"modelId\":\"a:1b\",\"prompt\":\"p\"}"),
                    new Asked("requests", "GET", "/api/requests", ""),
                    new Asked("cancelRequest", "POST", "/api/requests/none/cancel", ""),
                    new Asked("engines", "GET", "/api/engines", ""),
                    new Asked("installEngine", "POST", "/api/engines", "{\"version\":\"0.7.0\"}"),
                    new Asked("useEngine", "POST", "/api/engines/" + OLD + "/use", ""),
                    new Asked("removeEngine", "DELETE", "/api/engines/" + NEW, ""),
                    new Asked("unload", "POST", "/api/models/a:1b/unload", ""),
                    new Asked("unloadAll", "GET", "/unload", ""),
                    new Asked("unloadAllByPost", "POST", "/unload", ""),
                    new Asked("swapModels", "GET", "/api/swap/models", ""),
                    new Asked("swapStop", "POST", "/api/swap/stop", ""),
                    new Asked("swapStatus", "GET", "/api/swap/status", ""),
                    new Asked("swapStart", "POST", "/api/swap/start", ""),
                    new Asked("swapRestart", "POST", "/api/swap/restart", ""),
                    new Asked("swapExport", "POST", "/api/swap/config/regenerate", ""),
                    new Asked("gatewayLog", "GET", "/logs", ""),
                    new Asked("openapi", "GET", "/openapi.json", ""),
                    new Asked("shutdown", "POST", "/api/shutdown", ""));

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    private record Asked(String operation, String method, String path, String body) {}

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void theDocumentIsTheCommittedOne() throws Exception {
        house.open(folder);
        String port = ":" + house.gateway().port();

        String now = pretty(house.get("/openapi.json").body().replace(port, ":8091"));

        Path written = Path.of("target", "openapi.json");
        Files.createDirectories(written.getParent());
        Files.writeString(written, now);
        assertThat(now)
                .as("golden/api/openapi.json of testkit; the one of now is gateway/%s", written)
                .isEqualTo(Golden.text("api/openapi.json"));
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryNameIsThereOnce() {
        JsonNode document = WireJson.mapper().readTree(Golden.text("api/openapi.json"));

        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.stringValue().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
        List<String> names =
                document.findValues("operationId").stream().map(JsonNode::stringValue).toList();
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }

    @Test
    void whereAKeyIsRequiredTheDocumentSaysHowItIsSent() throws Exception {
        house.apiKey("secret-of-this-house").open(folder);

        var document =
                WireJson.mapper()
                        .readTree(
                                house.get("/openapi.json", "x-api-key", "secret-of-this-house")
                                        .body());

        assertThat(document.path("security").toString())
                .isEqualTo("[{\"bearer\":[]},{\"header\":[]}]");
        assertThat(document.at("/components/securitySchemes").propertyNames())
                .containsExactly("bearer", "header");
        assertThat(document.at("/paths/~1health/get/security").isArray()).isTrue();
        assertThat(house.get("/openapi.json").statusCode()).isEqualTo(401);
    }

    @Test
    void everyOperationAnswersWhatTheDocumentSays() throws Exception {
        house.engine((engine, head, out) -> json(out, ANSWER));
        var engines = new EngineFolders(folder);
        engines.installed("0.7.0", 700, Variant.CPU);
        engines.installed("0.2.0", 200, Variant.CPU);
        house.open(folder);
        JsonNode document = WireJson.mapper().readTree(house.get("/openapi.json").body());
        Map<String, JsonNode> operations = ownOperations(document);

        assertThat(new TreeSet<>(ASKED.stream().map(Asked::operation).toList()))
                .isEqualTo(operations.keySet());
        for (Asked asked : ASKED) {
            var answer = house.ask(asked.method(), asked.path(), asked.body());
            boolean unknown = asked.operation().equals("cancelRequest");
            assertThat(answer.statusCode()).as(asked.toString()).isIn(unknown ? 404 : 200, 202);
            assertThat(wrong(document, operations.get(asked.operation()), answer))
                    .as(asked + " " + answer.body())
                    .isEmpty();
        }
    }

    @Test
    void whatIsRefusedHasTheShapeOfTheDocument() throws Exception {
        house.open(folder);
        JsonNode document = WireJson.mapper().readTree(house.get("/openapi.json").body());
        Map<String, JsonNode> operations = ownOperations(document);

        assertThat(wrong(document, operations.get("model"), house.get("/api/models/none")))
                .isEmpty();
        assertThat(wrong(document, operations.get("load"), house.post("/api/models/a/load", "")))
                .isEmpty();
        assertThat(
                        wrong(
                                document,
                                operations.get("inference"),
                                house.order(
                                        "/api/inference", "{\"modelId\":\"no\",\"prompt\":\"\"}")))
                .isEmpty();
    }

    @Test
    void whatABodyMustBeIsWhatTheDocumentSays() {
        JsonNode document = WireJson.mapper().readTree(Golden.text("api/openapi.json"));
        ObjectNode schema = schema(document, "#/components/schemas/InferenceRequest");

        assertThat(check(schema, Golden.text("api/inference-request.json"))).isEmpty();
        assertThat(check(schema, "{\"modelId\":\"a\",\"prompt\":\"\"}")).isEmpty();
        assertThat(check(schema, "{\"modelId\":\"a\"}")).isNotEmpty();
    }

    private static Map<String, JsonNode> ownOperations(JsonNode document) {
        var operations = new TreeMap<String, JsonNode>();
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.at("/tags/0").asString("").equals("admin"))
                    operations.put(operation.path("operationId").stringValue(), operation);
            }
        }
        return operations;
    }

    private static List<String> wrong(
            JsonNode document, JsonNode operation, HttpResponse<String> answer) {
        JsonNode response = operation.at("/responses/" + answer.statusCode());
        if (response.isMissingNode()) return List.of("status " + answer.statusCode());
        if (response.has("$ref"))
            response = document.at(response.path("$ref").stringValue().substring(1));
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode()) return List.of("content " + type);
        if (type.equals("text/plain")) return List.of();
        JsonNode wanted = content.path("schema");
        if (!wanted.has("$ref")) return List.of();
        return check(schema(document, wanted.path("$ref").stringValue()), answer.body());
    }

    /// A schema that knows the others, and allows no field that it does not name.
    private static ObjectNode schema(JsonNode document, String reference) {
        ObjectNode schema = WireJson.mapper().createObjectNode();
        schema.put("$ref", reference);
        JsonNode components = document.path("components").deepCopy();
        for (JsonNode each : components.path("schemas")) {
            if (each.has("properties")) ((ObjectNode) each).put("additionalProperties", false);
        }
        schema.set("components", components);
        return schema;
    }

    private static List<String> check(ObjectNode schema, String json) {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var problems = new ArrayList<String>();
        for (Error error : registry.getSchema(schema).validate(WireJson.mapper().readTree(json))) {
            problems.add(error.toString());
        }
        return problems;
    }

    private static String pretty(String json) {
        ObjectWriter writer = WireJson.mapper().writerWithDefaultPrettyPrinter();
        return writer.writeValueAsString(WireJson.mapper().readTree(json)) + "\n";
    }
}
