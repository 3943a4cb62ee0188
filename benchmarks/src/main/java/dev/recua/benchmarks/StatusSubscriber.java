package dev.recua.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One who listens to a gateway's `llamaStatus`, and notes when it hears what.
final class StatusSubscriber implements AutoCloseable {
    private static final int SMALL_WINDOW = 4 * 1024;

    /// Silence after which a stream that was full is taken to be empty.
    private static final int SILENCE_MILLIS = 2_000;

    /// Something that was heard.
    ///
    /// @param timestamp when it happened, as the gateway says; ms since 1970
    /// @param at        when it was here; ms since 1970
    record Heard(String status, long timestamp, double at) {}

    private final List<Heard> heard = new ArrayList<>();
    private final AutoCloseable connection;

    private StatusSubscriber(AutoCloseable connection) {
        this.connection = connection;
    }

    /// Over server-sent events.
    static StatusSubscriber events(InetSocketAddress gateway) throws IOException {
        Socket socket = subscribe(gateway, "/api/events?only=llamaStatus", 0);
        var subscriber = new StatusSubscriber(socket);
        Thread.ofVirtual().start(() -> subscriber.read(socket));
        return subscriber;
    }

    /// To everything, and without reading.
    static Stalled stalled(InetSocketAddress gateway) throws IOException {
        return new Stalled(subscribe(gateway, "/api/events", SMALL_WINDOW));
    }

    /// Over Socket.IO.
    static StatusSubscriber socketIo(HttpClient http, InetSocketAddress gateway) {
        var listener = new Packets();
        var uri =
                URI.create(
                        "ws://127.0.0.1:%d/socket.io/?EIO=4&transport=websocket"
                                .formatted(gateway.getPort()));
        WebSocket socket = http.newWebSocketBuilder().buildAsync(uri, listener).join();
        var subscriber = new StatusSubscriber(socket::abort);
        listener.to.complete(subscriber);
        return subscriber;
    }

    /// How much it has heard.
    synchronized int count() {
        return heard.size();
    }

    /// All that it has heard.
    synchronized List<Heard> all() {
        return List.copyOf(heard);
    }

    /// Begins anew.
    synchronized void forget() {
        heard.clear();
    }

    /// The first of this status after the first `from`, as soon as it is here.
    ///
    /// @throws IOException when it takes too long
    synchronized Heard await(String status, int from, double millis)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + (long) (millis * 1e6);
        while (true) {
            for (Heard one : heard.subList(Math.min(from, heard.size()), heard.size())) {
                if (one.status().equals(status)) return one;
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new IOException("no %s, but %s".formatted(status, heard));
            wait(left);
        }
    }

    private synchronized void add(JsonNode message, double at) {
        String status = message.at("/data/status").asString("?");
        heard.add(new Heard(status, message.path("timestamp").asLong(), at));
        notifyAll();
    }

    private void read(Socket socket) {
        try (var lines = lines(socket)) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                double at = now();
                if (line.startsWith("event:")) event = line.substring(6).strip();
                if (line.startsWith("data:") && event.equals("llamaStatus")) {
                    add(JsonMapper.shared().readTree(line.substring(5)), at);
                }
            }
        } catch (IOException closed) {
            // We have closed it ourselves; who waits for more says what is missing.
        }
    }

    private static Socket subscribe(InetSocketAddress gateway, String path, int window)
            throws IOException {
        var socket = new Socket();
        if (window > 0) socket.setReceiveBufferSize(window);
        socket.connect(gateway);
        String head = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(path);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static double now() {
        return Clocks.wallMicros() / 1e3;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /// One who does not read until the end.
    record Stalled(Socket socket) implements AutoCloseable {
        /// Reads all that waits.
        ///
        /// @return the snapshots among it
        /// @throws IOException when there is only the first
        int snapshotsToTheEnd() throws IOException {
            socket.setSoTimeout(SILENCE_MILLIS);
            int snapshots = 0;
            try (var lines = lines(socket)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: snapshot")) snapshots++;
                }
            } catch (SocketTimeoutException silence) {
                // That was all.
            }
            if (snapshots < 2) {
                throw new IOException("%d snapshot: nobody told it to resync".formatted(snapshots));
            }
            return snapshots;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// Engine.IO 4 and Socket.IO 5 as far as a listener needs them.
    private static final class Packets implements WebSocket.Listener {
        private static final String EVENT = "42[\"llamaStatus\",";
        private final CompletableFuture<StatusSubscriber> to = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence part, boolean last) {
            double at = now();
            text.append(part);
            if (last) {
                on(socket, text.toString(), at);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void on(WebSocket socket, String packet, double at) {
            if (packet.startsWith("0")) {
                var _ = socket.sendText("40", true);
            } else if (packet.equals("2")) {
                var _ = socket.sendText("3", true);
            } else if (packet.startsWith(EVENT)) {
                JsonNode array = JsonMapper.shared().readTree(packet.substring(2));
                var _ = to.thenAccept(subscriber -> subscriber.add(array.path(1), at));
            }
        }
    }
}
