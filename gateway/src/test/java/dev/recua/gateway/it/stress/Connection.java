package dev.recua.gateway.it.stress;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One connection to a gateway, over which one call after another goes. It believes nothing: an
/// answer is whole when its length, or its last chunk, says so. Used by one thread.
final class Connection implements AutoCloseable {
    /// More than `queue.max-wait` of the run, a load and an answer together.
    private static final int PATIENCE_MS = 90_000;

    private static final int SMALL_WINDOW = 4 * 1024;

    /// A client that leaves says so by this.
    private static final class Leave extends IOException {}

    private final Socket socket = new Socket();
    private final CountDownLatch over;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int end;
    private Conduct conduct = new Conduct.Patient();
    private long asked;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean usable = true;

    /// @param slow whether the system may hold back only little of what comes
    /// @param over counted down at the end of the run, when nobody rests any more
    Connection(int port, boolean slow, CountDownLatch over) throws IOException {
        this.over = over;
        if (slow) socket.setReceiveBufferSize(SMALL_WINDOW);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Whether another call may go over it.
    boolean isUsable() {
        return usable;
    }

    /// Sends a call and stays with it to its end.
    Outcome ask(Call call, String requestId) {
        conduct = call.conduct();
        asked = System.nanoTime();
        body.reset();
        try {
            send(call, requestId);
            return new Outcome.Whole(receive());
        } catch (Leave leave) {
            boolean abrupt =
                    switch (conduct) {
                        case Conduct.LeavesAfter it -> it.abrupt();
                        case Conduct.LeavesMidway it -> it.abrupt();
                        case Conduct.Patient _, Conduct.Slow _ -> false;
                    };
            leave(abrupt);
            return new Outcome.Left(body.size() > 0 ? "within the answer" : "before the answer");
        } catch (IOException broken) {
            usable = false;
            return new Outcome.Broken(
                    "%s after %d ms and %d bytes of body: …%s"
                            .formatted(broken, millisSinceAsked(), body.size(), lastWords()));
        }
    }

    private void send(Call call, String requestId) throws IOException {
        byte[] bytes = call.body().getBytes(StandardCharsets.UTF_8);
        String length =
                call.method().equals("POST")
                        ? "Content-Type: application/json\r\nContent-Length: "
                                + bytes.length
                                + "\r\n"
                        : "";
        String head =
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: %s\r\n%s\r\n"
                        .formatted(call.method(), call.path(), requestId, length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(bytes);
        OutputStream out = socket.getOutputStream();
        out.write(all.toByteArray());
        out.flush();
    }

    private Received receive() throws IOException {
        String[] status = line().split(" ", 3);
        if (status.length < 2 || !status[0].equals("HTTP/1.1")) {
            throw new IOException("no status line: " + String.join(" ", status));
        }
        Map<String, String> headers = headers();
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            chunks();
        } else if (headers.containsKey("content-length")) {
            take(Integer.parseInt(headers.get("content-length")));
        } else {
            throw new IOException("neither chunked nor with a length: " + headers);
        }
        if (headers.getOrDefault("connection", "").equals("close")) usable = false;
        return new Received(
                Integer.parseInt(status[1]), headers, body.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private void chunks() throws IOException {
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            take(size);
            if (!line().isEmpty()) throw new IOException("a chunk is longer than it said");
        }
        while (!line().isEmpty()) continue; // trailers
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    /// One line without its end.
    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (at == end) fill();
            char next = (char) (buffer[at++] & 0xFF);
            if (next == '\n') return line.toString();
            if (next != '\r') line.append(next);
        }
    }

    /// The next bytes of the body.
    private void take(int count) throws IOException {
        int left = count;
        while (left > 0) {
            if (at == end) fill();
            int now = Math.min(left, end - at);
            body.write(buffer, at, now);
            at += now;
            left -= now;
            if (conduct instanceof Conduct.LeavesMidway midway && body.size() >= midway.bytes()) {
                throw new Leave();
            }
        }
    }

    private void fill() throws IOException {
        int most = buffer.length;
        if (conduct instanceof Conduct.Slow slow && body.size() > 0) {
            most = slow.bytes();
            rest(slow);
        }
        socket.setSoTimeout(patience());
        try {
            int count = socket.getInputStream().read(buffer, 0, most);
            if (count < 0) throw new EOFException("the gateway closed");
            at = 0;
            end = count;
        } catch (SocketTimeoutException silence) {
            if (conduct instanceof Conduct.LeavesAfter) throw new Leave();
            throw silence;
        }
    }

    private int patience() throws Leave {
        if (!(conduct instanceof Conduct.LeavesAfter leaves)) return PATIENCE_MS;
        long left = leaves.time().toMillis() - millisSinceAsked();
        if (left <= 0) throw new Leave();
        return (int) left;
    }

    private void rest(Conduct.Slow slow) {
        try {
            over.await(slow.rest().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long millisSinceAsked() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    }

    private String lastWords() {
        String text = body.toString(StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - 200));
    }

    private void leave(boolean abrupt) {
        try {
            if (abrupt) socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            usable = false;
        }
        close();
    }

    @Override
    public void close() {
        usable = false;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
