package dev.recua.gateway;

import dev.recua.client.wire.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A client of server-sent events on a plain socket, which reads when the test says so.
final class EventReader implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    /// The head of the answer.
    final String head;

    /// One event.
    record Told(String id, String name, JsonNode data) {}

    private EventReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var lines = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.append(line).append('\n');
        }
        this.head = lines.toString();
    }

    /// Asks for a path and reads the head of the answer.
    static EventReader open(TestHouse house, String path, String... headers) throws IOException {
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) request.append(header).append("\r\n");
        return new EventReader(house.send(request.append("\r\n").toString()));
    }

    /// The next event; comments are skipped.
    Told next() throws IOException {
        String id = "";
        String name = "";
        while (true) {
            String line = in.readLine();
            if (line == null) throw new IOException("the stream has ended");
            if (line.startsWith("id: ")) id = line.substring(4);
            if (line.startsWith("event: ")) name = line.substring(7);
            if (line.startsWith("data: "))
                return new Told(id, name, WireJson.mapper().readTree(line.substring(6)));
        }
    }

    /// All events up to the first that fits, which comes last.
    List<Told> until(Predicate<Told> fits) throws IOException {
        var told = new ArrayList<Told>();
        do {
            told.add(next());
        } while (!fits.test(told.getLast()));
        return told;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
