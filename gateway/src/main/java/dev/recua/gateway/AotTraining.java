package dev.recua.gateway;

import dev.recua.gateway.admin.House;
import dev.recua.gateway.cli.Terminal;
import dev.recua.gateway.config.ConfigLoader;
import dev.recua.gateway.config.ConfigResult;
import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.config.Overrides;
import dev.recua.gateway.home.Folders;
import dev.recua.models.catalogue.ModelLibrary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The run at package time from which the JVM learns what to keep ready in the AOT cache.
///
/// It does what a start and the first requests do: reads a configuration, the catalogue, opens the
/// gateway, lists models, and passes a plain and a streamed chat through to an engine that is
/// played by [TrainingEngine]. Only what is loaded here is in the cache. It touches no home and
/// leaves nothing behind.
public final class AotTraining {
    private AotTraining() {}

    /// Trains once, and ends.
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("recua-training");
        try {
            train(home, Map.of("RECUA_HOME", home.toString(), "RECUA_LISTEN", "127.0.0.1:0"));
        } finally {
            delete(home);
        }
        System.exit(0);
    }

    private static void train(Path home, Map<String, String> env)
            throws IOException, InterruptedException {
        Main.run(new String[] {"version"}, env, Terminal.system());
        Main.run(new String[] {"serve", "--help"}, env, Terminal.system());
        Files.writeString(home.resolve("config.yaml"), "idle-unload: 300s\n");
        Folders folders = Startup.folders(env);
        folders.create();
        var config =
                ((ConfigResult.Valid) new ConfigLoader(env, folders).load(Overrides.none()))
                        .config();
        Logging.toFile(config.logLevel(), folders.logs(), false);
        var engines = EngineSetup.of(config, folders, Map.of("PATH", ""));
        engines.engines().find();
        try (var library = ModelFolders.open(config, folders, new CatalogueNews());
                var engine = TrainingEngine.open()) {
            serve(config, folders, library, engine, engines);
        }
    }

    private static void serve(
            GatewayConfig config,
            Folders folders,
            ModelLibrary library,
            TrainingEngine engine,
            EngineSetup engines)
            throws IOException, InterruptedException {
        var parts =
                new Gateway.Parts(
                        config,
                        library::catalogue,
                        _ -> engine.child(),
                        engine,
                        _ -> 1024,
                        folders.tmp(),
                        InstantSource.system(),
                        "training\n",
                        house(folders, engines));
        try (var gateway = Gateway.open(parts);
                var client = HttpClient.newHttpClient()) {
            URI url = Gateway.url(config.listen(), gateway.port());
            for (int i = 0; i < 3; i++) {
                ask(client, HttpRequest.newBuilder(url.resolve("/health")));
                ask(client, HttpRequest.newBuilder(url.resolve("/v1/models")));
                ask(client, HttpRequest.newBuilder(url.resolve("/api/info")));
                ask(client, HttpRequest.newBuilder(url.resolve("/api/models")));
                chat(client, url, "{\"model\":\"recua-tiny\",\"messages\":[]}");
                chat(client, url, "{\"model\":\"recua-tiny\",\"stream\":true,\"messages\":[]}");
                chat(client, url, "{\"model\":\"no-such-model\"}");
                chat(client, url, "not json");
                ask(client, HttpRequest.newBuilder(url.resolve("/metrics")));
                ask(client, HttpRequest.newBuilder(url.resolve("/api/requests")));
            }
        }
    }

    private static House house(Folders folders, EngineSetup engines) {
        return new House(
                "training",
                Instant.now(),
                folders,
                Optional::empty,
                model -> folders.logs().resolve("no.log"),
                folders.logs().resolve("gateway.log"),
                _ -> Optional.empty(),
                () -> {},
                engines.room());
    }

    private static void chat(HttpClient client, URI url, String body)
            throws IOException, InterruptedException {
        ask(
                client,
                HttpRequest.newBuilder(url.resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void ask(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        request.version(HttpClient.Version.HTTP_1_1).build(),
                        HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.uri().getPath());
    }

    private static void delete(Path home) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(home)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) Files.delete(path);
    }
}
