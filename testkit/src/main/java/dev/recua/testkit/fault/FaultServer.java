package dev.recua.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server that does one thing wrong, at the level of bytes, with every `POST` it gets; whatever a
/// client looks up with `GET` before it (models, health) is answered well.
///
/// Listens at a free port of the loopback interface. Whoever opens it closes it, which ends its
/// connections. Any thread.
public final class FaultServer implements AutoCloseable {
    private static final Set<String> WITHOUT_A_SCRIPT =
            Set.of(
                    "refused",
                    "unknown-host",
                    "tls-self-signed",
                    "http-to-a-tls-port",
                    "https-to-a-plain-port");

    private final URI address;
    private final @Nullable ServerSocket listening;
    private final @Nullable Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger chats = new AtomicInteger();

    private FaultServer(URI address, @Nullable ServerSocket listening, @Nullable Script script) {
        this.address = address;
        this.listening = listening;
        this.script = script;
    }

    /// The names of all faults, as the table has them.
    public static Set<String> faults() {
        Set<String> all = new TreeSet<>(scripts().keySet());
        all.addAll(WITHOUT_A_SCRIPT);
        return all;
    }

    /// A server that does this, already listening.
    ///
    /// @param fault one of [#faults]
    public static FaultServer playing(String fault) throws IOException, InterruptedException {
        if (!WITHOUT_A_SCRIPT.contains(fault)) {
            @Nullable Script script = scripts().get(fault);
            if (script == null) throw new IllegalArgumentException("no fault is called " + fault);
            return started(plain(), "http", script);
        }
        return switch (fault) {
            case "unknown-host" ->
                    new FaultServer(URI.create("http://no-such-host.invalid:8080"), null, null);
            case "refused" -> refused();
            case "tls-self-signed" -> started(tls(), "https", Refusals.scripts().get("500-json"));
            case "http-to-a-tls-port" -> started(tls(), "http", Refusals.scripts().get("500-json"));
            default -> started(plain(), "https", null);
        };
    }

    private static Map<String, Script> scripts() {
        Map<String, Script> scripts = new HashMap<>(BrokenConnections.scripts());
        scripts.putAll(BrokenStreams.scripts());
        scripts.putAll(Refusals.scripts());
        scripts.putAll(WrongAnswers.scripts());
        return scripts;
    }

    private static ServerSocket plain() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static ServerSocket tls() throws IOException, InterruptedException {
        return SelfSigned.context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /// A port that was free a moment ago, and at which nobody listens.
    private static FaultServer refused() throws IOException {
        try (ServerSocket socket = plain()) {
            return new FaultServer(at("http", socket), null, null);
        }
    }

    private static FaultServer started(
            ServerSocket socket, String scheme, @Nullable Script script) {
        var server = new FaultServer(at(scheme, socket), socket, script);
        Thread.ofVirtual().name("fault-server").start(() -> server.accept(socket));
        return server;
    }

    private static URI at(String scheme, ServerSocket socket) {
        return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort());
    }

    /// What to give a client as its address, without a path.
    public URI address() {
        return address;
    }

    /// How many chats were asked for so far.
    public int chats() {
        return chats.get();
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket next = socket.accept();
                open.add(next);
                Thread.ofVirtual().start(() -> serve(next));
            }
        } catch (SocketException e) {
            return; // closed
        } catch (IOException e) {
            throw new IllegalStateException("the fault server cannot listen", e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (script == null) {
                refuseTls(socket);
                return;
            }
            @Nullable Exchange exchange = Exchange.read(socket, over);
            if (exchange == null) return;
            if (!exchange.isChat()) {
                exchange.answer("200 OK", Bodies.JSON, lookUp(exchange.path()));
            } else {
                chats.incrementAndGet();
                script.play(exchange);
            }
        } catch (IOException e) {
            return; // the client left, or no HTTP came: that is what half of the faults are about
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /// What a server without TLS answers to the greeting of one with it.
    private static void refuseTls(Socket socket) throws IOException {
        if (socket.getInputStream().read() < 0) return;
        socket.getOutputStream()
                .write(
                        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private static String lookUp(String path) {
        return path.contains("/models") ? Bodies.MODELS : "{\"status\":\"ok\"}";
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        if (listening != null) listening.close();
        for (Socket socket : open) socket.close();
    }
}
