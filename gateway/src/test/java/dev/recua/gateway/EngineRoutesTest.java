package dev.recua.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.fleet.EngineFolders;
import dev.recua.supervisor.engine.Variant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The routes of the engines, asked by our own client.
class EngineRoutesTest {
    private static final String CPU = "0.7.0/x86_64-unknown-linux-gnu/cpu";
    private static final String OLD = "0.2.0/x86_64-unknown-linux-gnu/cpu";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();
    private RecuaClient client;
    private AdminClient admin;

    @BeforeEach
    void open() {
        var folders = new EngineFolders(folder);
        folders.installed("0.7.0", 700, Variant.CPU);
        folders.installed("0.2.0", 200, Variant.CPU);
        house.open(folder);
        client = RecuaClient.of(url(""), Optional.empty());
        admin = client.admin();
    }

    @AfterEach
    void close() {
        client.close();
        house.close();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + house.gateway().port() + path);
    }

    private static void refuses(ThrowingCallable call, int status, String code, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LlmException.class,
                        e -> {
                            ApiError error = e.error().orElseThrow();
                            assertThat(e.status()).hasValue(status);
                            assertThat(error.code()).isEqualTo(code);
                            assertThat(error.message() + error.hint()).contains(words);
                        });
    }

    @Test
    void theListIsTheContractsAndSaysNothingMoreWhenAllIsWell() throws Exception {
        String json = house.get("/api/engines").body();

        var list = WireJson.mapper().readTree(json);
        assertThat(list.propertyNames()).containsExactly("engines");
        assertThat(list.path("engines").get(0).propertyNames())
                .containsExactly("id", "version", "target", "variant", "path", "active");
        assertThat(WireJson.mapper().readValue(json, EngineInfos.class).engines())
                .extracting(EngineInfo::id, EngineInfo::active)
                .containsExactly(tuple(CPU, true), tuple(OLD, false));
    }

    @Test
    void anEngineIsChosenByItsWholeIdWithItsSlashesEncoded() throws Exception {
        assertThat(admin.useEngine(OLD))
                .returns(OLD, EngineInfo::id)
                .returns(true, EngineInfo::active);

        assertThat(admin.engines())
                .filteredOn(EngineInfo::active)
                .extracting(EngineInfo::id)
                .containsExactly(OLD);

        assertThat(admin.useEngine("auto").id()).isEqualTo(CPU);
    }

    @Test
    void anUnknownEngineIsToldWithThoseThatThereAre() {
        refuses(() -> admin.useEngine("0.8.0"), 404, "not_found", "'0.8.0'", CPU, OLD);
        refuses(() -> admin.removeEngine("0.8.0"), 404, "not_found", "'0.8.0'", CPU, OLD);
    }

    @Test
    void aRemovedEngineIsGone() throws Exception {
        admin.removeEngine(CPU);

        assertThat(admin.engines()).extracting(EngineInfo::id).containsExactly(OLD);
    }

    @Test
    void whatCannotBeInstalledIsToldWithWhatCan() {
        refuses(
                () -> admin.installEngine(new EngineInstall("0.1.0", null)),
                404,
                "not_found",
                "0.1.0",
                "There are 0.9.0");
        refuses(
                () -> admin.installEngine(new EngineInstall(null, "cuda")),
                400,
                "invalid_request",
                "'cuda'",
                "cpu, vulkan");
    }

    @Test
    void anInstallThatIsNotWaitedForIsListedWhileItGoesOn() throws Exception {
        var answer = order("POST", "/api/engines?wait=false", "{}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(WireJson.mapper().readValue(answer.body(), EngineInfos.class).installing())
                .singleElement()
                .satisfies(it -> assertThat(it.variant()).isEqualTo("cpu"));
    }

    @Test
    void anOrderThatAWebPageCouldSendUnaskedIsRefused() throws Exception {
        assertThat(house.post("/api/engines/auto/use", "{}").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> order(String method, String path, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(url(path))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
