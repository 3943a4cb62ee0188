package dev.recua.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One HTTP request over a plain socket of its own: nothing between the clock and the bytes.
final class RawRequest implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final int LIMIT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[16 << 10];

    private RawRequest(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// Connects and sends.
    static RawRequest get(InetSocketAddress to, String path) throws IOException {
        return send(to, "GET " + path, Optional.empty(), "");
    }

    /// Connects and sends.
    ///
    /// @param key sent as bearer token
    static RawRequest chat(InetSocketAddress to, Optional<String> key, String json)
            throws IOException {
        return send(to, "POST /v1/chat/completions", key, json);
    }

    private static RawRequest send(
            InetSocketAddress to, String what, Optional<String> key, String body)
            throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(to, 5_000);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head =
                    what
                            + " HTTP/1.1\r\nHost: 127.0.0.1:"
                            + to.getPort()
                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + bytes.length
                            + key.map(k -> "\r\nAuthorization: Bearer " + k).orElse("")
                            + "\r\n\r\n";
            var all = new ByteArrayOutputStream();
            all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(bytes);
            socket.getOutputStream().write(all.toByteArray());
            return new RawRequest(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Waits until this text has come.
    ///
    /// @throws EOFException when the answer ends without it
    void awaitText(String text) throws IOException {
        while (!received().contains(text)) readMore();
    }

    /// Waits for the whole answer, whose length the server has told.
    ///
    /// @return its body
    /// @throws IOException when the status is not 200
    String awaitWhole() throws IOException {
        awaitText("\r\n\r\n");
        String head = received();
        int bodyAt = head.indexOf("\r\n\r\n") + 4;
        Matcher length = LENGTH.matcher(head.substring(0, bodyAt));
        if (!head.startsWith("HTTP/1.1 200 ") || !length.find()) {
            throw new IOException("unexpected answer: " + head);
        }
        int end = bodyAt + Integer.parseInt(length.group(1));
        while (received.size() < end) readMore();
        return received.toString(StandardCharsets.UTF_8).substring(bodyAt);
    }

    /// What has come so far, one character for each byte.
    String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private void readMore() throws IOException {
        int count = in.read(buffer);
        if (count < 0) throw new EOFException("the answer ended after: " + received());
        received.write(buffer, 0, count);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
