package dev.recua.gateway;

import dev.recua.gateway.fleet.Running;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.server.Server;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A child that lives in the test's JVM: a plain socket server which does what its script says, so
/// that a test decides every byte and the moment of death. Raw sockets, because a real server would
/// not break its own answers.
final class PlayedEngine implements Server, AutoCloseable {
    /// What to do with one request: gets the head as text and the raw output.
    interface Script {
        void play(PlayedEngine engine, String head, Wire out) throws IOException;
    }

    /// What goes to the gateway, and whether the gateway still listens.
    static final class Wire extends FilterOutputStream {
        private final InputStream in;
        private final Socket socket;

        private Wire(Socket socket) throws IOException {
            super(socket.getOutputStream());
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        /// What the gateway sends besides requests, once both speak another protocol.
        InputStream input() {
            return in;
        }

        /// Breaks the connection while the engine lives on.
        void drop() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Returns when the gateway has closed the connection.
        void awaitClosed() {
            try {
                while (in.read() >= 0) continue;
            } catch (IOException reset) {
                // closed as well
            }
        }
    }

    private static final AtomicInteger PIDS = new AtomicInteger(100_000);

    private final ServerSocket listener;
    private final Thread accepting;
    private final Script script;
    private final int pid = PIDS.incrementAndGet();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<StartOutcome> started = new CompletableFuture<>();
    final CompletableFuture<Exit> gone = new CompletableFuture<>();
    final CompletableFuture<Void> toldToLeave = new CompletableFuture<>();
    volatile OptionalLong rss = OptionalLong.empty();
    final Queue<String> heads = new ConcurrentLinkedQueue<>();
    final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

    private PlayedEngine(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    static PlayedEngine open(Script script) {
        try {
            return new PlayedEngine(
                    new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A whole JSON answer.
    static void json(OutputStream out, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nServer: llama.cpp\r\n"
                                + "Access-Control-Allow-Origin: *\r\nContent-Length: "
                                + bytes.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.flush();
    }

    /// The head of an event stream; then one [#chunk] after another.
    static void streamHead(OutputStream out) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static void lastChunk(OutputStream out) throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    PlayedEngine ready() {
        started.complete(new StartOutcome.Ready(pid, listener.getLocalPort(), Duration.ZERO));
        return this;
    }

    /// It does not become ready, for this reason, and its process ends.
    void fail(StartFailure why) {
        close();
        started.complete(new StartOutcome.StartFailed(why));
        end(why.exitCode(), false);
    }

    /// It takes too long to become ready, and its process runs on until it is told to end.
    void tooSlow() {
        started.complete(
                new StartOutcome.StartFailed(
                        new StartFailure(
                                StartFailure.Cause.TIMEOUT,
                                "not ready in time",
                                "Allow more time.",
                                Exit.NEVER_RAN,
                                lastLines(1))));
    }

    /// The process is gone, as after SIGKILL: connections break, then it is reaped.
    void die() {
        close();
        started.complete(
                new StartOutcome.StartFailed(
                        new StartFailure(
                                StartFailure.Cause.KILLED,
                                "killed while it loaded",
                                "Try again.",
                                137,
                                lastLines(1))));
        end(137, false);
    }

    private void end(int code, boolean asked) {
        gone.complete(new Exit(code, asked, Instant.now(), Duration.ZERO, lastLines(1)));
    }

    /// The gateway's view of it.
    Running running() {
        return new Running(this, "an engine", () -> rss);
    }

    @Override
    public CompletableFuture<StartOutcome> launch() {
        return started;
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return gone;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(pid);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public Optional<String> apiKey() {
        return Optional.of("key-of-" + pid);
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public List<String> args() {
        return List.of();
    }

    @Override
    public List<String> lastLines(int n) {
        return List.of("last words of " + pid);
    }

    @Override
    public boolean adopted() {
        return false;
    }

    @Override
    public CompletableFuture<Exit> stop(Duration grace) {
        return terminate();
    }

    @Override
    public CompletableFuture<Exit> terminate() {
        toldToLeave.complete(null);
        close();
        end(0, true);
        return gone;
    }

    @Override
    public CompletableFuture<Exit> kill() {
        close();
        end(137, true);
        return gone;
    }

    /// Nobody listens any more when it returns: until the thread that accepts has left, the socket
    /// listens on.
    @Override
    public void close() {
        try {
            listener.close();
            accepting.join();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true); // or each second piece waits 40 ms for an acknowledgement
            InputStream in = socket.getInputStream();
            while (true) {
                String head = readHead(in);
                if (head.isEmpty()) return;
                if (head.startsWith("GET /v1/models ")) { // its service asks, no request of ours
                    json(new Wire(socket), "{\"object\":\"list\",\"data\":[]}");
                    continue;
                }
                bodies.add(in.readNBytes(contentLength(head)));
                heads.add(head);
                script.play(this, head, new Wire(socket));
            }
        } catch (IOException broken) {
            // the peer left, or this engine died: both are what tests do on purpose
        }
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return "";
            head.append((char) next);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> line.substring("content-length:".length()).strip())
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }
}
