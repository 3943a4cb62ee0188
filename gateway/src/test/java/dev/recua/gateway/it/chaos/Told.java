package dev.recua.gateway.it.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a gateway tells on `/api/events` about one model, read from a thread of its own.
///
/// State and restarts are those of each `llamaStatus`, which tells every step of a service; a
/// `model` event shows how the model is when somebody has looked.
final class Told implements AutoCloseable {
    private final String model;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<StateTable.Seen> seen = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread reader;
    private int snapshots;
    private @Nullable String ended;
    private volatile boolean closed;

    private Told(URI gateway, String model) {
        this.model = model;
        this.reader = Thread.ofVirtual().unstarted(() -> read(gateway));
    }

    /// Listens from now on; returns when the first snapshot has come.
    static Told by(URI gateway, String model) throws InterruptedException {
        Told told = new Told(gateway, model);
        told.reader.start();
        if (!told.begun.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("/api/events brings no snapshot: " + told.ended());
        }
        return told;
    }

    /// The states so far, one for each event.
    synchronized List<StateTable.Seen> seen() {
        return List.copyOf(seen);
    }

    /// The latest state.
    synchronized String state() {
        return seen.isEmpty() ? "initial" : seen.getLast().state();
    }

    /// The restarts that it counts now.
    synchronized int retries() {
        return seen.isEmpty() ? 0 : seen.getLast().retries();
    }

    /// How many snapshots have come; more than one says that events were lost.
    synchronized int snapshots() {
        return snapshots;
    }

    /// Why there is nothing more to come.
    synchronized Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    private void read(URI gateway) {
        try {
            var request = HttpRequest.newBuilder(gateway.resolve("/api/events")).build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) throw new IOException("status " + answer.statusCode());
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                events(lines);
            }
            over("it was closed");
        } catch (IOException e) {
            over(e.toString());
        } catch (InterruptedException e) {
            over("interrupted");
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void over(String why) {
        if (!closed) ended = why;
        begun.countDown();
    }

    private void events(BufferedReader lines) throws IOException {
        String event = "";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) on(event, JsonMapper.shared().readTree(data.toString()));
                data.setLength(0);
            } else if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            }
        }
    }

    private synchronized void on(String event, JsonNode data) {
        switch (event) {
            case "snapshot" -> {
                snapshots++;
                saw(data.path("status"));
                begun.countDown();
            }
            case "llamaStatus" -> saw(data.path("data"));
            default -> {}
        }
    }

    private void saw(JsonNode status) {
        for (JsonNode it : status.path("models")) {
            if (!it.path("id").asString("").equals(model)) continue;
            String state = it.path("status").asString("?");
            int retries = status.path("retries").asInt(0);
            seen.add(new StateTable.Seen(Instant.now(), state, retries));
        }
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }
}
