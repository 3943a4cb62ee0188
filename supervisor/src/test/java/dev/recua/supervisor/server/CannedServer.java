package dev.recua.supervisor.server;

import dev.recua.testkit.Golden;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Some program on a port: says fixed bytes to each path, and nothing to any other.
final class CannedServer implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("Authorization: Bearer (\\S+)");

    private final ServerSocket socket;
    private final Thread accepting;
    private final Map<String, String> answers;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /// What it was asked, head by head.
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// @param answers whole answers by path, or by path and key; `*` for every other path
    CannedServer(Map<String, String> answers) throws IOException {
        this.answers = answers;
        this.socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        this.accepting = Thread.ofVirtual().start(this::serve);
    }

    /// The answer of a recorded exchange with an engine.
    static String recorded(String name) {
        StringBuilder answer = new StringBuilder();
        for (String line : Golden.text("llama-server-0.7.0/" + name).split("(?<=\n)", -1)) {
            if (!line.startsWith("> ")) answer.append(line);
        }
        return answer.toString();
    }

    /// An answer with this status line, header line and body.
    static String http(String status, String header, String body) {
        return "HTTP/1.1 %s\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, header, body.length(), body);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                answer(socket.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// The path, with the key where there is an answer for both.
    private String asked(String head) {
        String path = head.split(" ", -1)[1];
        Matcher key = KEY.matcher(head);
        String both = key.find() ? path + " " + key.group(1) : path;
        return answers.containsKey(both) ? both : path;
    }

    private void answer(Socket client) throws IOException {
        open.add(client);
        if (socket.isClosed()) client.close();
        var in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
            head.append(line).append('\n');
        asked.add(head.toString());
        String path = asked(head.toString());
        @Nullable String answer = answers.getOrDefault(path, answers.get("*"));
        if (answer == null) return;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        client.close();
    }

    /// Nobody listens any more when it returns: until the thread that accepts has left, the socket
    /// listens on.
    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) one.close();
        try {
            accepting.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
