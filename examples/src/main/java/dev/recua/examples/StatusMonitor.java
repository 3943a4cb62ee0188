// Run: examples/run.sh StatusMonitor [HOW-MANY]
package dev.recua.examples;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.event.LlamaStatus;
import dev.recua.client.event.LlamaStatusEvent;
import dev.recua.client.sse.SseEvent;
import dev.recua.client.sse.SseParser;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// Follows what the gateway's engines do: one line for each change, as it is told. Nothing is
/// polled.
///
/// Needs a running gateway (`./recua serve`) at `RECUA_URL`, by default `http://127.0.0.1:8091`.
/// `RECUA_API_KEY` is sent when it is set.
public final class StatusMonitor {
    private static final String EVENTS = "/api/events?only=llamaStatus";

    private StatusMonitor() {}

    /// Follows until the gateway ends, or for so many lines.
    ///
    /// @param args how many lines; left out: without end
    public static void main(String[] args) throws InterruptedException {
        long lines = args.length > 0 ? Long.parseLong(args[0]) : Long.MAX_VALUE;
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request(url), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                System.err.println(
                        new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
                System.exit(1);
            }
            try (InputStream body = answer.body()) {
                follow(body, lines);
            }
        } catch (IOException | IllegalArgumentException nobody) {
            System.err.println(
                    "No gateway answers at "
                            + url
                            + ". Start one with ./recua serve ("
                            + nobody
                            + ")");
            System.exit(1);
        }
    }

    private static HttpRequest request(String url) {
        var request = HttpRequest.newBuilder(URI.create(url + EVENTS));
        String key = System.getenv("RECUA_API_KEY");
        if (key != null) request.header("Authorization", "Bearer " + key);
        return request.build();
    }

    private static void follow(InputStream body, long lines) throws IOException {
        var parser = new SseParser();
        byte[] bytes = new byte[8192];
        long left = lines;
        for (int n = body.read(bytes); n >= 0 && left > 0; n = body.read(bytes)) {
            for (SseEvent event : parser.feed(bytes, 0, n)) {
                if (left > 0 && print(event)) left--;
            }
            if (left == 0) return;
        }
    }

    /// The first event is a snapshot of everything, each later one a change.
    private static boolean print(SseEvent event) {
        var json = WireJson.mapper().readTree(event.data());
        switch (event.name()) {
            case "snapshot" ->
                    print(WireJson.mapper().treeToValue(json.path("status"), LlamaStatus.class));
            case "llamaStatus" ->
                    print(WireJson.mapper().treeToValue(json, LlamaStatusEvent.class).data());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void print(LlamaStatus status) {
        System.out.print(status.status().wire());
        for (LlamaModel model : status.models()) {
            if (model.status() != LlamaServiceStatus.INITIAL && model.status() != null)
                System.out.print("  " + model.id() + " " + model.status().wire());
        }
        System.out.println(status.lastError() == null ? "" : "  " + status.lastError());
        System.out.flush();
    }
}
