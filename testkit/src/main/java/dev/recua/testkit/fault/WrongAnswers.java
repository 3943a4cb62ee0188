package dev.recua.testkit.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Answers of 2xx that are not what the route gives.
final class WrongAnswers {
    private static final String GZIP = Bodies.JSON + "Content-Encoding: gzip\r\n";

    private WrongAnswers() {}

    static Map<String, Script> scripts() {
        return Map.of(
                "wrong-json", it -> it.answer("200 OK", Bodies.JSON, "[\"hello\"]"),
                "other-json", it -> it.answer("200 OK", Bodies.JSON, "{\"status\":\"ok\"}"),
                "truncated-json",
                        it -> it.answer("200 OK", Bodies.JSON, Bodies.CHAT.substring(0, 90)),
                "plain-text",
                        it -> it.answer("200 OK", "Content-Type: text/plain\r\n", "It works!\n"),
                "empty-200", it -> it.answer("200 OK", Bodies.JSON, ""),
                "204", it -> it.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
                "gzip-lies", it -> it.answer("200 OK", GZIP, Bodies.CHAT),
                "unasked-gzip", WrongAnswers::gzip,
                "proxy-page", it -> it.answer("200 OK", Bodies.HTML, Bodies.page("Sign in")));
    }

    private static void gzip(Exchange it) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(Bodies.CHAT.getBytes(StandardCharsets.UTF_8));
        }
        it.write(
                "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(GZIP, packed.size()));
        it.write(packed.toByteArray());
    }
}
