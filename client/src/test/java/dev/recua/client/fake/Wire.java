package dev.recua.client.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One answer of a [FakeHttp], as its handler writes it.
public final class Wire {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean over;

    Wire(Socket socket, InputStream in) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
    }

    /// A whole answer in JSON; the connection stays open.
    public void json(int status, String body) throws IOException {
        whole(status, "application/json", body);
    }

    /// A whole answer; the connection stays open.
    ///
    /// @param headers more of them, each as `Name: value`
    public void whole(int status, String type, String body, String... headers) throws IOException {
        whole(status, type, body.getBytes(UTF_8), headers);
    }

    /// The same in bytes.
    public void whole(int status, String type, byte[] body, String... headers) throws IOException {
        raw(head(status, type, headers) + "Content-Length: " + body.length + "\r\n\r\n");
        out.write(body);
        out.flush();
    }

    /// The head of an answer in chunks, such as a stream of events.
    public void begin(int status, String type, String... headers) throws IOException {
        raw(head(status, type, headers) + "Transfer-Encoding: chunked\r\n\r\n");
    }

    private static String head(int status, String type, String... headers) {
        var head = new StringBuilder("HTTP/1.1 " + status + " Fake\r\nContent-Type: " + type);
        for (String header : headers) head.append("\r\n").append(header);
        return head.append("\r\n").toString();
    }

    /// One chunk of it.
    public void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        raw(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
    }

    /// Its end.
    public void end() throws IOException {
        raw("0\r\n\r\n");
    }

    /// A stream of these events, `data: ` before each, and its end.
    public void events(String... data) throws IOException {
        begin(200, "text/event-stream");
        for (String event : data) chunk("data: " + event + "\n\n");
        end();
    }

    /// Says nothing for so long.
    public void silent(Duration pause) throws InterruptedException {
        var unused = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Bytes as they are.
    public void raw(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /// Ends the connection in order, whether the answer was whole or not.
    public void hangUp() throws IOException {
        over = true;
        socket.close();
    }

    /// Ends it with a reset.
    public void reset() throws IOException {
        over = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Waits until the client ends the connection.
    public void awaitLeft() throws IOException {
        over = true;
        while (in.read() >= 0) {
            continue; // what it still says is of no interest
        }
    }

    boolean isOver() {
        return over;
    }
}
