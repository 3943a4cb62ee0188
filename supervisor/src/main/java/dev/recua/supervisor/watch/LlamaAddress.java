package dev.recua.supervisor.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Where a server answers, and how it is asked: one `GET` over one plain socket, as HTTP/1.0, so
/// that the answer ends with the connection. An HTTP client would share connections and threads
/// with what it is to judge.
///
/// @param host   name or address, without brackets
/// @param path   before every path; empty or `/…` without a slash at its end
/// @param bearer header line with the key; empty when none is needed
public record LlamaAddress(String host, int port, String path, String bearer) {

    private static final int MOST_BYTES = 4 << 20;

    /// A whole answer.
    ///
    /// @param status of HTTP
    public record Answer(int status, String body) {}

    /// The server at `baseUrl`, `http://host:port` with or without a path.
    ///
    /// @throws IllegalArgumentException for another scheme than http, no host, or a key that is no
    ///     header
    public static LlamaAddress of(URI baseUrl, Optional<String> key) {
        String host = baseUrl.getHost();
        if (!"http".equals(baseUrl.getScheme()) || host == null)
            throw new IllegalArgumentException(
                    "a server is watched at http://host:port, not at " + baseUrl);
        if (key.filter(k -> k.chars().anyMatch(c -> c < ' ' || c > '~')).isPresent())
            throw new IllegalArgumentException("the key has a character that no header may have");
        return new LlamaAddress(
                host.replaceAll("[\\[\\]]", ""),
                baseUrl.getPort() < 0 ? 80 : baseUrl.getPort(),
                Optional.ofNullable(baseUrl.getRawPath()).orElse("").replaceAll("/+$", ""),
                key.map(k -> "Authorization: Bearer " + k + "\r\n").orElse(""));
    }

    /// The answer to `GET path`, all of it within `timeout`.
    ///
    /// @throws IOException also when it comes too late, is too large, or is no HTTP
    public Answer get(String path, Duration timeout) throws IOException {
        long until = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            send(socket, path, millis(timeout.toNanos()));
            return read(socket, path, () -> socket.setSoTimeout(left(until)));
        }
    }

    /// The answer to `GET path` whenever it comes, or until another thread closes `socket`.
    ///
    /// @param connect how long the connection may take
    Answer patient(Socket socket, String path, Duration connect) throws IOException {
        send(socket, path, millis(connect.toNanos()));
        return read(socket, path, () -> {});
    }

    private void send(Socket socket, String to, int connectMillis) throws IOException {
        socket.connect(new InetSocketAddress(host, port), connectMillis);
        socket.getOutputStream().write(question(to));
    }

    private interface BeforeRead {
        void run() throws IOException;
    }

    private static Answer read(Socket socket, String path, BeforeRead before) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] part = new byte[8192];
        while (true) {
            before.run();
            int n = in.read(part);
            if (n < 0) return parsed(all.toByteArray());
            all.write(part, 0, n);
            if (all.size() > MOST_BYTES)
                throw new IOException(path + " answered more than " + MOST_BYTES + " bytes");
        }
    }

    private byte[] question(String to) {
        String text =
                "GET " + path + to + " HTTP/1.0\r\nHost: " + host + ":" + port + "\r\n" + bearer;
        return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static int left(long until) throws SocketTimeoutException {
        long left = until - System.nanoTime();
        if (left <= 0) throw new SocketTimeoutException("no whole answer in time");
        return millis(left);
    }

    private static int millis(long nanos) {
        return Math.clamp(nanos / 1_000_000, 1, Integer.MAX_VALUE);
    }

    private static Answer parsed(byte[] all) throws IOException {
        String head = new String(all, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0 || !head.matches("(?s)HTTP/1\\.[01] \\d{3}[ \r].*"))
            throw new IOException("no answer of HTTP");
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                new String(all, end + 4, all.length - end - 4, StandardCharsets.UTF_8));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "http://" + host + ":" + port + path;
    }
}
