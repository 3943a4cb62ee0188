package dev.recua.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/// One end of a TCP connection that speaks HTTP by hand.
public final class RawPeer implements AutoCloseable {

    /// How the other side ended the connection.
    public enum End {
        FIN,
        RST
    }

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    public RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    public static RawPeer connect(int port) throws IOException {
        return connect(port, 0);
    }

    /// @param receiveBuffer bytes; 0 leaves the system's
    public static RawPeer connect(int port, int receiveBuffer) throws IOException {
        var socket = new Socket();
        if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawPeer(socket);
    }

    public Socket socket() {
        return socket;
    }

    public RawPeer send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    public RawPeer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// A POST with this body and `Content-Length`.
    public RawPeer post(String path, String body) throws IOException {
        int length = body.getBytes(UTF_8).length;
        return send(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                        + length
                        + "\r\n\r\n"
                        + body);
    }

    /// One chunk of a chunked body.
    public RawPeer chunk(String text) throws IOException {
        return send(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /// Everything up to and with the blank line.
    public String head() throws IOException {
        return until("\r\n\r\n");
    }

    /// Reads a request: head and announced body.
    public String request() throws IOException {
        String head = head();
        return head + body(contentLength(head));
    }

    public static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    public String body(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length)
            throw new EOFException("after " + bytes.length + " of " + length);
        return new String(bytes, UTF_8);
    }

    /// Reads until `mark` has been seen.
    public String until(String mark) throws IOException {
        var seen = new StringBuilder();
        while (seen.length() < mark.length()
                || seen.indexOf(mark, seen.length() - mark.length()) < 0) {
            int b = in.read();
            if (b < 0) throw new EOFException("ended after: " + seen);
            seen.append((char) b);
        }
        return seen.toString();
    }

    public InputStream stream() {
        return in;
    }

    /// What comes until the other side ends, and how it ends.
    public Rest rest() throws IOException {
        var seen = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int read;
            while ((read = in.read(buffer)) >= 0) seen.write(buffer, 0, read);
            return new Rest(seen.toString(ISO_8859_1), End.FIN);
        } catch (SocketException e) {
            return new Rest(seen.toString(ISO_8859_1), End.RST);
        }
    }

    public record Rest(String text, End end) {}

    /// How long it takes until the other side ends.
    public Duration untilEnd() throws IOException {
        long start = System.nanoTime();
        rest();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Closes with FIN, in the middle of whatever it was.
    public void leave() throws IOException {
        socket.close();
    }

    /// Closes with RST.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
