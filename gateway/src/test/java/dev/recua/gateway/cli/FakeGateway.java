package dev.recua.gateway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// What a gateway looks like to the command line: a few routes over real HTTP, each answering what
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
             {"id":"qwen3:8b","name":"qwen3:8b","aliases":["gpt-4","text-davinci-003"],"size":5027783488,"type":"chat","modified_at":0,"status":"ready","source":"user","path":"/models/qwen3-8b.gguf","files":[],"projector":null,"architecture":null,"parameters":null,"quantization":"Q4_K_M","contextLength":8192,"capabilities":[],"problem":null,"pinned":false,"idleUnloadAt":"2026-01-01T00:04:10Z","running":2,"waiting":1,"child":{"pid":4312,"port":40001,"startedAt":"2026-01-01T00:00:00Z","args":["--port","40001"],"rss":5905580032},"estimate":null},
             {"id":"broken:1b","name":"broken:1b","aliases":[],"size":1024,"type":"chat","modified_at":0,"status":"error","source":"user","path":"/models/broken-1b.gguf","files":[],"projector":null,"architecture":null,"parameters":null,"quantization":null,"contextLength":null,"capabilities":[],"problem":"12 bytes are missing","pinned":false,"idleUnloadAt":null,"running":0,"waiting":0,"child":null,"estimate":null},
             {"id":"recua:3m-instruct","name":"recua:3m-instruct","aliases":["recua-tiny"],"size":3281984,"type":"chat","modified_at":0,"status":"initial","source":"user","path":"/models/recua-3m-instruct.gguf","files":[],"projector":null,"architecture":null,"parameters":null,"quantization":"Q8_0","contextLength":null,"capabilities":[],"problem":null,"pinned":false,"idleUnloadAt":null,"running":0,"waiting":0,"child":null,"estimate":null}
            ]}
            """;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> orders = new CopyOnWriteArrayList<>();
    final List<String> looks = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    /// Answers one request to the chat route; the body is in [#requests].
    interface Chat {
        void answer(HttpExchange exchange) throws IOException;
    }

    volatile Chat chat = exchange -> stream(exchange, "Tues", "day");
    volatile String models = MODELS;
    volatile String catalogue = CATALOGUE;
    volatile String engines = "{\"engines\":[]}";

    /// Answers an order (load, unload); its path is in [#orders].
    volatile Chat order =
            exchange ->
                    json(
                            exchange,
                            200,
                            WireJson.mapper()
                                    .writeValueAsString(model(nameIn(exchange)).orElseThrow()));

    /// What `/logs` answers, one look after the other.
    volatile Supplier<String> log = () -> "";

    /// What `/api/models/{id}/log` answers, likewise.
    volatile Supplier<String> modelLog = () -> "{\"lines\":[]}";

    /// What `/api/info` answers; empty refuses.
    volatile String info = "";

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
        server.createContext(
                "/api/info",
                exchange ->
                        json(
                                exchange,
                                info.isEmpty() ? 401 : 200,
                                info.isEmpty() ? "{\"error\":{\"message\":\"no key\"}}" : info));
        server.createContext("/v1/models", exchange -> json(exchange, 200, models));
        server.createContext("/api/engines", exchange -> json(exchange, 200, engines));
        server.createContext("/api/models", this::admin);
        server.createContext("/logs", exchange -> answer(exchange, 200, "text/plain", log.get()));
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

    /// `/api/models` and what is below it.
    private void admin(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String[] parts = path.substring(1).split("[/?]");
        if (parts.length == 2) {
            json(exchange, 200, catalogue);
            return;
        }
        String name = URLDecoder.decode(parts[2], StandardCharsets.UTF_8);
        Optional<ModelInfo> model = model(name);
        if (model.isEmpty()) {
            error(
                    exchange,
                    404,
                    "model_not_found",
                    "No model is called \\\"%s\\\".".formatted(name),
                    "{\"nearest\":[\"recua-tiny\"]}");
        } else if (exchange.getRequestMethod().equals("POST")) {
            orders.add(path);
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (!"application/json".equals(type)) {
                error(exchange, 400, "invalid_request", "Content-Type is " + type, "null");
            } else {
                order.answer(exchange);
            }
        } else if (parts.length >= 4 && parts[3].equals("log")) {
            looks.add(path);
            json(exchange, 200, modelLog.get());
        } else {
            json(exchange, 200, WireJson.mapper().writeValueAsString(model.get()));
        }
    }

    /// The model of that name in [#catalogue].
    Optional<ModelInfo> model(String name) {
        return WireJson.mapper().readValue(catalogue, ModelInfos.class).models().stream()
                .filter(it -> it.id().equals(name) || it.aliases().contains(name))
                .findFirst();
    }

    static void json(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, "application/json", text);
    }

    static void answer(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /// Which model an order is for.
    static String nameIn(HttpExchange exchange) {
        return URLDecoder.decode(
                exchange.getRequestURI().toString().split("/")[3], StandardCharsets.UTF_8);
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
