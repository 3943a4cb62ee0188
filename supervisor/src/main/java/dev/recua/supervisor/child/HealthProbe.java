package dev.recua.supervisor.child;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks `GET /health` over a plain socket: an HTTP client would cost more to load than a small
/// model does.
///
/// llama-server answers 503 while weights load and 200 once they have (0.7.0, build 11669);
/// `/health` needs no key.
public final class HealthProbe {

    private static final byte[] QUESTION =
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private HealthProbe() {}

    /// Whether the llama-server at 127.0.0.1:`port` can take requests.
    ///
    /// @return false when it refuses, answers otherwise, or is slower than `timeout`
    public static boolean isReady(int port, Duration timeout) {
        return isReady(ListenHost.LOOPBACK, port, timeout);
    }

    /// The same for one that listens elsewhere.
    public static boolean isReady(ListenHost host, int port, Duration timeout) {
        int millis = (int) Math.max(1, timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.address(), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(QUESTION);
            return statusLine(socket.getInputStream()).matches("HTTP/1\\.[01] 200( .*)?");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String statusLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read();
                b >= 0 && b != '\r' && b != '\n' && line.length() < 200;
                b = in.read()) line.append((char) b);
        return line.toString();
    }
}
