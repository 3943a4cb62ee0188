package dev.recua.gateway.it.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One request over a connection of its own, and what came back, up to the end of the connection.
///
/// By hand, because a library that repeats a request by itself, or that tells a broken answer from
/// a whole one less exactly, would hide what is looked for.
final class Ask {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Ask() {}

    /// What came back.
    ///
    /// @param status 0 when there was no status line
    /// @param body   as far as it came, without the framing
    /// @param whole  whether it came to its regular end
    /// @param broke  why the connection ended otherwise than by its server's close
    record Reply(int status, String body, boolean whole, Optional<String> broke) {}

    /// Sends a chat request.
    static Reply chat(int port, String model, boolean stream, String text) {
        return post(
                port,
                "/v1/chat/completions",
                """
                {"model":"%s","stream":%s,"temperature":0,"max_tokens":12,\
                "messages":[{"role":"user","content":"%s"}]}"""
                        .formatted(model, stream, text));
    }

    /// Sends JSON.
    static Reply post(int port, String path, String json) {
        return send(port, "POST", path, json);
    }

    /// Asks for something.
    static Reply get(int port, String path) {
        return send(port, "GET", path, "");
    }

    private static Reply send(int port, String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(method, path, bytes.length);
        var received = new ByteArrayOutputStream();
        Optional<String> broke = Optional.empty();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var all = new ByteArrayOutputStream();
            all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(bytes);
            socket.getOutputStream().write(all.toByteArray());
            read(socket, received);
        } catch (IOException e) {
            broke = Optional.of(e.toString());
        }
        return parsed(received.toString(StandardCharsets.ISO_8859_1), broke);
    }

    private static void read(Socket socket, ByteArrayOutputStream into) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
            into.write(buffer, 0, n);
            n = socket.getInputStream().read(buffer);
        }
    }

    /// @param text one character for each byte
    static Reply parsed(String text, Optional<String> broke) {
        int bodyAt = text.indexOf("\r\n\r\n");
        if (bodyAt < 0 || !text.startsWith("HTTP/1.1 ")) return new Reply(0, text, false, broke);
        String head = text.substring(0, bodyAt).toLowerCase(Locale.ROOT);
        String rest = text.substring(bodyAt + 4);
        int status = Integer.parseInt(text.substring(9, 12));
        if (head.contains("\r\ntransfer-encoding: chunked")) return chunked(status, rest, broke);
        String mark = "\r\ncontent-length: ";
        int at = head.indexOf(mark);
        if (at < 0) return new Reply(status, rest, false, broke);
        int length = Integer.parseInt(head.substring(at + mark.length()).split("\r\n", 2)[0]);
        return new Reply(status, rest, rest.length() == length, broke);
    }

    private static Reply chunked(int status, String rest, Optional<String> broke) {
        var body = new StringBuilder();
        int at = 0;
        while (true) {
            int end = rest.indexOf("\r\n", at);
            if (end < 0) return new Reply(status, body.toString(), false, broke);
            int size = Integer.parseInt(rest.substring(at, end), 16);
            if (size == 0) return new Reply(status, body.toString(), true, broke);
            int from = Math.min(rest.length(), end + 2);
            int to = Math.min(rest.length(), from + size);
            body.append(rest, from, to);
            at = Math.min(rest.length(), to + 2);
        }
    }
}
