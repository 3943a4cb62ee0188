package dev.recua.supervisor.server;

import dev.recua.supervisor.child.ListenHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One `GET` over a plain socket, to whoever listens there: it may be any program. HTTP/1.0, so
/// that
/// the answer ends with the connection and comes in no chunks.
final class PlainGet {
    /// More than `/props` of a llama-server with a long chat template; the rest is not read.
    private static final int MOST = 1 << 20;

    private PlainGet() {}

    /// What came back.
    sealed interface Answer {}

    /// Nobody listens.
    record Refused() implements Answer {}

    /// Somebody listens and says nothing in time.
    record Silent() implements Answer {}

    /// Somebody listens and says something that is no HTTP answer.
    record Unintelligible() implements Answer {}

    /// An HTTP answer.
    ///
    /// @param headers by their names in small letters
    record Http(int status, Map<String, String> headers, String body) implements Answer {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// Asks, and waits no longer than `limit` in all.
    static Answer of(
            ListenHost host, int port, String path, Optional<String> apiKey, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(host.address(), port), left(end));
            } catch (SocketTimeoutException silent) {
                return new Silent();
            } catch (IOException refused) {
                return new Refused();
            }
            socket.getOutputStream().write(question(host, port, path, apiKey));
            return read(socket, end);
        } catch (SocketTimeoutException silent) {
            return new Silent();
        } catch (IOException broken) {
            return new Unintelligible();
        }
    }

    private static byte[] question(
            ListenHost host, int port, String path, Optional<String> apiKey) {
        String key = apiKey.map(k -> "Authorization: Bearer " + k + "\r\n").orElse("");
        String text =
                "GET %s HTTP/1.0\r\nHost: %s\r\nAccept: application/json\r\n%s\r\n"
                        .formatted(path, host.url(port).getAuthority(), key);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Answer read(Socket socket, long end) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        InputStream in = socket.getInputStream();
        while (all.size() < MOST) {
            socket.setSoTimeout(left(end));
            int n = in.read(some);
            if (n < 0) break;
            all.write(some, 0, n);
            if (isWhole(all)) break;
        }
        return parse(all.toString(StandardCharsets.UTF_8));
    }

    /// Whether the announced length is there: a server may keep the connection open all the same.
    private static boolean isWhole(ByteArrayOutputStream all) {
        String text = all.toString(StandardCharsets.ISO_8859_1);
        int blank = text.indexOf("\r\n\r\n");
        if (blank < 0) return false;
        return parse(text) instanceof Http http
                && http.header("content-length")
                        .filter(length -> length.matches("\\d{1,9}"))
                        .filter(length -> text.length() - blank - 4 >= Integer.parseInt(length))
                        .isPresent();
    }

    static Answer parse(String text) {
        int blank = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, Math.max(blank, 0)).split("\r\n", -1);
        if (blank < 0 || !lines[0].matches("HTTP/1\\.[01] \\d{3}( .*)?"))
            return new Unintelligible();
        Map<String, String> headers = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0)
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
        }
        return new Http(
                Integer.parseInt(lines[0].substring(9, 12)), headers, text.substring(blank + 4));
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) throw new SocketTimeoutException();
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
