package dev.recua.client.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server on loopback that answers as a test says, keeps connections open like a real
/// one, and remembers who asked what on which connection. A thread of its own for each connection.
public final class FakeHttp implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, Handler> routes = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Handler otherwise =
            (request, wire) ->
                    wire.json(
                            404,
                            "{\"error\":{\"message\":\"File Not Found\",\"type\":\"not_found_error\",\"code\":404}}");

    /// What is done about a request.
    @FunctionalInterface
    public interface Handler {
        void answer(Request request, Wire wire) throws IOException, InterruptedException;
    }

    /// What a client asked.
    ///
    /// @param path       without the query
    /// @param query      empty without one
    /// @param headers    by their names in small letters
    /// @param connection which one it came on, from 1
    public record Request(
            String method,
            String path,
            String query,
            Map<String, String> headers,
            String body,
            int connection) {
        /// The value of a header.
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    private FakeHttp(ServerSocket server) {
        this.server = server;
    }

    /// Listens on a free port of loopback.
    public static FakeHttp open() {
        try {
            return over(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same on somebody's socket, such as one with TLS.
    public static FakeHttp over(ServerSocket socket) {
        var fake = new FakeHttp(socket);
        Thread.ofVirtual().name("fake-http").start(fake::accept);
        return fake;
    }

    /// Where it listens.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// Its port.
    public int port() {
        return server.getLocalPort();
    }

    /// Says what is done about a request to a path, whatever its method.
    public FakeHttp on(String path, Handler handler) {
        routes.put(path, handler);
        return this;
    }

    /// Says what is done about every other request; at first it is 404.
    public FakeHttp otherwise(Handler handler) {
        otherwise = handler;
        return this;
    }

    /// What was asked so far, in the order in which it came.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// What was asked of one path so far.
    public List<Request> requests(String path) {
        return requests.stream().filter(it -> it.path().equals(path)).toList();
    }

    /// How many connections were opened so far.
    public int connections() {
        return connections.get();
    }

    /// How many of them are open now.
    public int openConnections() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().name("fake-http-" + number).start(() -> serve(socket, number));
            } catch (IOException e) {
                if (!server.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Request request = read(in, number);
                if (request == null) return;
                requests.add(request);
                var wire = new Wire(socket, in);
                routes.getOrDefault(request.path(), otherwise).answer(request, wire);
                if (wire.isOver()) return;
            }
        } catch (SocketException | SSLException left) {
            return; // the client hung up, which tests do on purpose
        } catch (IOException e) {
            if (!server.isClosed()) throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Request read(InputStream in, int connection) throws IOException {
        String start = line(in);
        if (start == null) return null;
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), UTF_8);
        String[] words = start.split(" ", -1);
        String[] target = words[1].split("\\?", 2);
        String query = target.length > 1 ? target[1] : "";
        return new Request(words[0], target[0], query, headers, body, connection);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) return null;
            if (c == '\n') return line.toString();
            if (c != '\r') line.append((char) c);
        }
    }

    /// Ends every connection and listens no more.
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
