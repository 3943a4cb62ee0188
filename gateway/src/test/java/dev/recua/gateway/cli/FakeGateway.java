package dev.recua.gateway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What a gateway looks like to the command line: three routes over real HTTP, each answering what
/// a test says, each request kept.
final class FakeGateway implements AutoCloseable {
    static final String MODELS =
            """
            {"object":"list","data":[
             {"id":"qwen3:8b","object":"model","created":1,"owned_by":"recua","aliases":["gpt-4","text-davinci-003"],
              "status":{"value":"loaded"},"context_length":8192,"capabilities":["chat"],
              "meta":{"n_params":8190735360,"size":5027783488,"n_ctx_train":40960,"quantization":"Q4_K_M"}},
             {"id":"broken:1b","object":"model","created":1,"owned_by":"recua","aliases":[],
              "status":{"value":"unloaded","failed":true},"meta":{}},
             {"id":"recua:3m-instruct","object":"model","created":1,"owned_by":"recua","aliases":["recua-tiny"],
              "status":{"value":"unloaded"},
              "meta":{"n_params":3049920,"size":3281984,"n_ctx_train":1024,"quantization":"Q8_0"}}]}
            """;

    /// What `/api/models` answers.
    static final String CATALOGUE =
            """
            {"models":[
             {"id":"qwen3:8b","name":"qwen3:8b","aliases":["gpt-4","text-davinci-003"],"size":5027783488,"type":"chat","modified_at":0,"status":"ready","source":"user","path":"/models/qwen3-8b.gguf","files":[],"projector":null,"architecture":null,"parameters":null,"quantization":"Q4_K_M","contextLength":null,"capabilities":[],"problem":null,"pinned":false,"idleUnloadAt":null,"running":0,"waiting":0,"child":null,"estimate":null},
             {"id":"broken:1b","name":"broken:1b","aliases":[],"size":1024,"type":"chat","modified_at":0,"status":"error","source":"user","path":"/models/broken-1b.gguf","files":[],"projector":null,"architecture":null,"parameters":null,"quantization":null,"contextLength":null,"capabilities":[],"problem":"12 bytes are missing","pinned":false,"idleUnloadAt":null,"running":0,"waiting":0,"child":null,"estimate":null},
             {"id":"recua:3m-instruct","name":"recua:3m-instruct","aliases":["recua-tiny"],"size":3281984,"type":"chat","modified_at":0,"status":"initial","source":"user","path":"/models/recua-3m-instruct.gguf","files":[],"projector":null,"architecture":null,"parameters":null,"quantization":"Q8_0","contextLength":null,"capabilities":[],"problem":null,"pinned":false,"idleUnloadAt":null,"running":0,"waiting":0,"child":null,"estimate":null}
            ]}
            """;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    /// Answers one request to the chat route; the body is in [#requests].
    interface Chat {
        void answer(HttpExchange exchange) throws IOException;
    }

    volatile Chat chat = exchange -> stream(exchange, "Tues", "day");
    volatile String models = MODELS;
    volatile String catalogue = CATALOGUE;
    volatile String engines = "{\"engines\":[]}";
    volatile String health = "{\"status\":\"ok\"}";

    FakeGateway() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(
                "/", exchange -> json(exchange, 404, "{\"error\":{\"message\":\"no route\"}}"));
        server.createContext("/health", exchange -> json(exchange, 200, health));
        server.createContext("/v1/models", exchange -> json(exchange, 200, models));
        server.createContext("/api/models", exchange -> json(exchange, 200, catalogue));
        server.createContext("/api/engines", exchange -> json(exchange, 200, engines));
        server.createContext("/v1/chat/completions", this::chat);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void chat(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        chat.answer(exchange);
    }

    static void json(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    static void error(
            HttpExchange exchange, int status, String code, String message, String details)
            throws IOException {
        json(
                exchange,
                status,
                "{\"error\":{\"message\":\"%s\",\"type\":\"t\",\"param\":null,\"code\":\"%s\",\"details\":%s}}"
                        .formatted(message, code, details));
    }

    /// A whole streamed answer made of these pieces.
    static void stream(HttpExchange exchange, String... pieces) throws IOException {
        try (exchange) {
            begin(exchange);
            for (String piece : pieces) {
                send(exchange, piece);
            }
            event(
                    exchange,
                    "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            event(exchange, "[DONE]");
        }
    }

    static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
    }

    static void send(HttpExchange exchange, String piece) throws IOException {
        event(
                exchange,
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}".formatted(piece));
    }

    static void event(HttpExchange exchange, String data) throws IOException {
        exchange.getResponseBody()
                .write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
