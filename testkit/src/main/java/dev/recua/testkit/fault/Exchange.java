package dev.recua.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One request at its socket: what scripts do with it.
final class Exchange {
    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch over;
    private final String head;

    /// @param over comes down when the server ends
    private Exchange(Socket socket, CountDownLatch over, String head) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.over = over;
        this.head = head;
    }

    /// Reads a request, head and body.
    ///
    /// @return null when the client left without asking
    static @org.jspecify.annotations.Nullable Exchange read(Socket socket, CountDownLatch over)
            throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) return null;
            head.append((char) b);
        }
        String text = head.toString();
        in.readNBytes(length(text));
        return new Exchange(socket, over, text);
    }

    private static int length(String head) {
        return head.lines()
                .filter(it -> it.regionMatches(true, 0, "Content-Length:", 0, 15))
                .map(it -> Integer.parseInt(it.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /// Whether a chat was asked for; whatever else a client looks up first gets a good answer.
    boolean isChat() {
        return head.startsWith("POST ");
    }

    /// The path with its query.
    String path() {
        return head.split(" ", 3)[1];
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// One chunk of a chunked body.
    void chunk(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    void lastChunk() throws IOException {
        write("0\r\n\r\n");
    }

    /// Head of a stream of events.
    void beginStream() throws IOException {
        write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    }

    /// An answer with its length, after which the connection is closed.
    void answer(String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        write(
                "HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(status, headers, bytes.length));
        write(bytes);
    }

    /// Ends the connection so that the other side sees a reset.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Nothing more, until the client leaves or the server ends.
    void hang() throws IOException, InterruptedException {
        while (!pause(Duration.ofMillis(50))) {
            if (socket.isClosed()) return;
        }
    }

    /// Waits.
    ///
    /// @return whether the server ended meanwhile
    boolean pause(Duration time) throws InterruptedException {
        return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
