package dev.recua.testkit;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One connection to a [FakeEngine]: HTTP/1.1 by hand, since tests need resets, cuts and stalls
/// that no library offers.
///
/// Used by one virtual thread; a second one watches for the client's leaving while a stream is
/// written.
final class FakeConnection {

    private static final int IDLE_MS = 5000;
    private static final int BODY_NOTED = 64 * 1024;

    private final FakeEngine engine;
    private final Socket socket;
    private PushbackInputStream in = new PushbackInputStream(InputStream.nullInputStream());
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean keep = true;
    private volatile boolean left;
    private volatile boolean finished;
    private Request current = new Request("", "", Map.of(), new byte[0]);

    FakeConnection(FakeEngine engine, Socket socket) {
        this.engine = engine;
        this.socket = socket;
    }

    /// A request as it was read.
    static final class Request {
        private final String method;
        private final String path;
        private final Map<String, String> headers;
        private final byte[] body;
        private final String sha256;

        /// @param headers by lower-case name
        Request(String method, String path, Map<String, String> headers, byte[] body) {
            this.method = method;
            this.path = path;
            this.headers = headers;
            this.body = body;
            this.sha256 = hash(body);
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        Map<String, String> headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String sha256() {
            return sha256;
        }

        private static String hash(byte[] body) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            in = new PushbackInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream(), 8192);
            while (keep && await()) {
                current = read();
                new FakeAnswers(engine, this, current).answer();
                out.flush();
            }
        } catch (IOException gone) {
            // The client left, or a knob closed the socket: both are what the test asked for.
            engine.note("broken", "why", String.valueOf(gone.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the next request; false when the client closes or stays idle for 5 s, as
    /// llama-server's keep-alive.
    private boolean await() throws IOException {
        socket.setSoTimeout(IDLE_MS);
        try {
            int first = in.read();
            if (first < 0) return false;
            in.unread(first);
            return true;
        } catch (SocketTimeoutException idle) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private Request read() throws IOException {
        String[] start = line().split(" ", 3);
        if (start.length < 3) throw new IOException("no request line");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String connection = headers.getOrDefault("connection", "");
        // As httplib: a client of HTTP/1.0 reads to the end unless it says otherwise.
        boolean old = start[2].equals("HTTP/1.0") && !connection.equalsIgnoreCase("keep-alive");
        if (old || connection.equalsIgnoreCase("close")) keep = false;
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        Request request = new Request(start[0], start[1], headers, body(headers));
        note(request);
        return request;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) return chunks();
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = new byte[length]; // exactly: bodies may be larger than half of the heap
        int read = in.readNBytes(body, 0, length);
        if (read < length)
            throw new EOFException("body ended after " + read + " of " + length + " bytes");
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        while (!line().isEmpty()) {}
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().replaceFirst(";.*$", "").strip(), 16);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new EOFException("connection ended in a header");
            if (b != '\r') line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private void note(Request request) {
        if (request.path().startsWith("/health")) return;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("method", request.method());
        details.put("path", request.path());
        details.put("bodyBytes", Integer.toString(request.body().length));
        details.put("sha256", request.sha256());
        if (request.body().length <= BODY_NOTED) details.put("body", request.text());
        request.headers().forEach((name, value) -> details.put("header." + name, value));
        engine.events().add("request", details);
    }

    /// A whole answer.
    void send(int status, String json) throws IOException {
        send(
                status,
                "application/json; charset=utf-8",
                json,
                json.getBytes(StandardCharsets.UTF_8).length);
    }

    /// An answer that promises `length` bytes and brings those of `body`.
    void send(int status, String type, String body, int length) throws IOException {
        head(status, type, "Content-Length: " + length, keep && status < 400);
        out.write(body.getBytes(StandardCharsets.UTF_8));
        if (status >= 400) keep = false;
        out.flush();
    }

    /// The head of a stream; from here on the client's leaving is noticed.
    void beginStream() throws IOException {
        keep = false;
        head(200, "text/event-stream", "Transfer-Encoding: chunked", false);
        out.flush();
        Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        try {
            while (in.read() >= 0) {}
        } catch (IOException reset) {
            // A reset is a leaving, too.
        }
        if (!finished) engine.note("gone", "path", current.path());
        left = true;
    }

    void finish() {
        finished = true;
    }

    boolean clientLeft() {
        return left;
    }

    /// One chunk of a stream, on the wire when this returns.
    void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    void endStream() throws IOException {
        finished = true;
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// Sends bytes that are no answer, then FIN.
    void babble(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
        cut(false);
    }

    /// Ends without another byte: RST with `abruptly`, else FIN.
    void cut(boolean abruptly) throws IOException {
        finished = true;
        keep = false;
        out.flush();
        if (abruptly) socket.setSoLinger(true, 0);
        socket.close();
    }

    private void head(int status, String type, String framing, boolean keepAlive)
            throws IOException {
        String head =
                "HTTP/1.1 "
                        + status
                        + " "
                        + reason(status)
                        + "\r\nServer: llama.cpp\r\n"
                        + "Access-Control-Allow-Origin: "
                        + current.headers().getOrDefault("origin", "")
                        + "\r\n"
                        + "Content-Type: "
                        + type
                        + "\r\n"
                        + framing
                        + "\r\n"
                        + (keepAlive
                                ? "Keep-Alive: timeout=5, max=100\r\n"
                                : "Connection: close\r\n")
                        + "X-Fake-Pid: "
                        + ProcessHandle.current().pid()
                        + "\r\n"
                        + "X-Fake-Alias: "
                        + engine.alias()
                        + "\r\n"
                        + "X-Fake-Body-Sha256: "
                        + current.sha256()
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
