package dev.recua.gateway.it.breakage;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client that sees every byte and how a connection ends. Used by one thread.
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final Socket socket;
    private final InputStream in;
    private final StringBuilder got = new StringBuilder();
    private final byte[] buffer = new byte[64 * 1024];

    /// How the other side closed.
    enum End {
        FIN,
        RESET
    }

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    static Wire open(int port) throws IOException {
        return open(port, 0);
    }

    /// @param window bytes that the system may hold back for us; 0 = as it likes
    static Wire open(int port, int window) throws IOException {
        var socket = new Socket();
        if (window > 0) socket.setReceiveBufferSize(window);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Wire(socket);
    }

    /// Posts a body to a gateway; the answer has yet to be read.
    static Wire post(Serving gateway, String body) throws IOException {
        return open(gateway.port()).send(head(body.length())).send(body);
    }

    /// The head of a chat request.
    static String head(long length) {
        return "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(Chat.PATH, length);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Reads until `text` has come.
    ///
    /// @return all that has come
    String readUntil(String text) throws IOException {
        while (got.indexOf(text) < 0) {
            if (!read()) throw new AssertionError("no '" + text + "' in:\n" + got);
        }
        return got.toString();
    }

    /// Reads until what has come ends so.
    void readUntilAtEnd(String text) throws IOException {
        while (!endsWith(text)) {
            if (!read()) throw new AssertionError("ended without '" + text + "'");
        }
    }

    /// Reads to the end of the connection.
    End readToEnd() throws IOException {
        try {
            while (read()) continue;
            return End.FIN;
        } catch (SocketException reset) {
            return End.RESET;
        }
    }

    /// All that has come.
    String text() {
        return got.toString();
    }

    /// Whether a chunked answer came to its regular end.
    boolean looksWhole() {
        return endsWith(LAST_CHUNK);
    }

    /// Its own port.
    int port() {
        return socket.getLocalPort();
    }

    /// Leaves.
    ///
    /// @return when, in ms since the epoch
    long leave() throws IOException {
        long now = System.currentTimeMillis();
        socket.close();
        return now;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean endsWith(String text) {
        int from = Math.max(0, got.length() - text.length());
        return got.substring(from).equals(text);
    }

    private boolean read() throws IOException {
        int count = in.read(buffer);
        if (count < 0) return false;
        got.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        return true;
    }
}
