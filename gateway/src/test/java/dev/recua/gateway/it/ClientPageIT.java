package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.LlmClient;
import dev.recua.client.RecuaClient;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.fake.Wire;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.RealEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every block of Java in `docs/client.md` compiles for Java 21 as printed, and runs to its end:
/// against a real llama-server, the packaged product in front of one, and an Ollama that is played
/// so that it calls a tool. Only the addresses are other ones.
@NeedsRealEngine
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientPageIT {
    private static final List<JavaSnippet> SNIPPETS = JavaSnippet.of("docs/client.md");

    private Path folder;
    @AutoClose private LoneEngine engine;
    @AutoClose private LoneEngine embedding;
    @AutoClose private RunningGateway gateway;
    @AutoClose private FakeHttp ollama;
    @AutoClose private LlamaCppClient llama;
    @AutoClose private RecuaClient recua;
    @AutoClose private URLClassLoader classes;
    private Map<String, String> addresses;
    private Map<String, Object> made;

    @BeforeAll
    void serveAndCompile(@TempDir Path home) throws IOException {
        folder = home;
        engine = engine("chat", "--metrics", "--slots", "--jinja");
        embedding = engine("embedding", "--embeddings", "--pooling", "mean");
        gateway = PackagedRecua.in(folder).engine(RealEngine.path()).serve();
        ollama = playedOllama();
        llama = LlamaCppClient.of(engine.url());
        recua = RecuaClient.of(gateway.url(), Optional.empty());
        addresses =
                Map.of(
                        "http://localhost:8080",
                        engine.url().toString(),
                        "http://127.0.0.1:8091",
                        gateway.url().toString(),
                        "http://localhost:11434",
                        ollama.address().toString(),
                        "localhost:8099",
                        "localhost:" + unusedPort());
        made =
                Map.of(
                        "address",
                        engine.url(),
                        "embeddings",
                        embedding.url(),
                        "file",
                        configuration(),
                        "folder",
                        folder,
                        "llama",
                        llama,
                        "llm",
                        llama,
                        "picture",
                        Files.write(folder.resolve("picture.png"), new byte[] {1}),
                        "recua",
                        recua);
        classes = compile();
    }

    private LoneEngine engine(String name, String... more) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        List<String> args =
                new ArrayList<>(
                        List.of("--model", Distribution.bundledModel().toString(), "--port", "0"));
        args.addAll(List.of("--host", "127.0.0.1", "--ctx-size", "2048", "--parallel", "2"));
        args.addAll(List.of("--alias", "recua-tiny", "--threads", "1", "--slot-save-path", ""));
        args.addAll(List.of(more));
        return LoneEngine.like(args, home);
    }

    private Path configuration() throws IOException {
        String json =
                """
                {"provider": "llama-cpp", "providers": {
                  "llama-cpp": {"baseUrl": "%s"}, "ollama": {"baseUrl": "%s"}}}
                """
                        .formatted(engine.url(), ollama.address());
        return Files.writeString(folder.resolve("client.json"), json);
    }

    /// A port that nobody listens on, as far as anybody can know.
    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static FakeHttp playedOllama() {
        return FakeHttp.open()
                .on("/api/tags", (_, wire) -> wire.json(200, "{\"models\":[{\"name\":\"tiny\"}]}"))
                .on("/api/show", (_, wire) -> wire.json(200, "{}"))
                .on("/v1/chat/completions", ClientPageIT::chat);
    }

    /// Wants the weather told, and then has an answer.
    private static void chat(FakeHttp.Request request, Wire wire) throws IOException {
        var body = WireJson.mapper().readTree(request.body());
        boolean wants = body.has("tools") && !request.body().contains("Rome: sunny");
        String message =
                wants
                        ? """
                        {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]}"""
                        : "{\"role\":\"assistant\",\"content\":\"No, it is sunny.\"}";
        wire.json(
                200,
                "{\"object\":\"chat.completion\",\"created\":1,\"model\":\"tiny\",\"choices\":[{\"index\":0,\"message\":%s,\"finish_reason\":\"%s\"}]}"
                        .formatted(message, wants ? "tool_calls" : "stop"));
    }

    private URLClassLoader compile() throws IOException {
        Path sources = Files.createDirectory(folder.resolve("snippets"));
        List<Path> files = new ArrayList<>();
        for (JavaSnippet snippet : SNIPPETS) {
            Path file = sources.resolve(snippet.name() + ".java");
            files.add(Files.writeString(file, snippet.source(types(), addresses)));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new ByteArrayOutputStream();
        try (var manager = compiler.getStandardFileManager(null, null, null);
                var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of(
                            "--release",
                            "21",
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            sources.toString());
            boolean done =
                    compiler.getTask(
                                    new java.io.PrintWriter(out, true, StandardCharsets.UTF_8),
                                    manager,
                                    null,
                                    options,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            assertThat(done).as(said.toString(StandardCharsets.UTF_8)).isTrue();
        }
        return new URLClassLoader(
                new java.net.URL[] {sources.toUri().toURL()}, getClass().getClassLoader());
    }

    private static Map<String, Class<?>> types() {
        return Map.of(
                "address", URI.class,
                "embeddings", URI.class,
                "file", Path.class,
                "folder", Path.class,
                "llama", LlamaCppClient.class,
                "llm", LlmClient.class,
                "picture", Path.class,
                "recua", RecuaClient.class);
    }

    @TestFactory
    Stream<DynamicTest> everySnippetRunsAsPrinted() {
        assertThat(SNIPPETS).hasSizeGreaterThan(25);
        return SNIPPETS.stream().map(it -> dynamicTest(it.toString(), () -> run(it)));
    }

    private void run(JavaSnippet snippet) throws Exception {
        Class<?> type = classes.loadClass(snippet.name());
        if (!snippet.isComplete()) {
            for (var each : made.entrySet())
                type.getField(each.getKey()).set(null, each.getValue());
        }
        String printed = printedBy(type);
        @Nullable String expected = snippet.printed();
        if (expected != null) {
            String here = JavaSnippet.replaced(expected, addresses).strip();
            String port = URI.create("http://" + addresses.get("localhost:8099")).getPort() + "";
            assertThat(printed).contains(here.replace("8099", port));
        }
        if (snippet.code().contains("umbrella")) assertThat(printed).contains("it is sunny");
    }

    /// What a snippet writes to standard output, which is somebody else's meanwhile.
    private static String printedBy(Class<?> type) throws Exception {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            type.getMethod("run").invoke(null);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
