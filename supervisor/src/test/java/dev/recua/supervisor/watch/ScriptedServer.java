package dev.recua.supervisor.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers each path as it was last told to, and remembers what it was asked. Without an answer it
/// keeps the connection open and says nothing, until one is given.
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Thread accepting;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<String> once = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    ScriptedServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        answer("/health", 200, "{\"status\":\"ok\"}");
        answer("/props", 200, "{\"is_sleeping\":false}");
        answer("/slots", 200, "[]");
        accepting = Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    void answer(String path, int status, String body) {
        raw(path, http(status, body));
    }

    /// The next question is answered so, and the one after it is not.
    void answerOnce(String path, int status, String body) {
        once.add(path);
        raw(path, http(status, body));
    }

    boolean answers(String path) {
        return answers.containsKey(path);
    }

    private static String http(int status, String body) {
        return "HTTP/1.1 %d X\r\nServer: llama.cpp\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body);
    }

    void raw(String path, String bytes) {
        synchronized (answers) {
            answers.put(path, bytes);
            answers.notifyAll();
        }
    }

    void silence(String path) {
        answers.remove(path);
    }

    /// Request lines and headers, one text for each question.
    List<String> asked(String path) {
        return asked.stream().filter(a -> a.startsWith("GET " + path + " ")).toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
                head.append(line).append('\n');
            asked.add(head.toString());
            String text = awaited(head.toString().split(" ", 3)[1]);
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException gone) {
            return;
        }
    }

    private String awaited(String path) throws InterruptedException {
        synchronized (answers) {
            while (!answers.containsKey(path)) answers.wait();
            String answer = answers.get(path);
            if (once.remove(path)) answers.remove(path);
            return answer;
        }
    }

    /// Nobody listens any more when it returns: until the thread that accepts has left, the socket
    /// listens on.
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            accepting.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (Socket client : open) client.close();
    }
}
