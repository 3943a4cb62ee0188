package dev.recua.testkit.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Faults of the connection and of HTTP itself.
final class BrokenConnections {
    /// Long against every limit that a test of silence sets, short enough for none to wait.
    private static final Duration TICK = Duration.ofMillis(100);

    private BrokenConnections() {}

    static Map<String, Script> scripts() {
        return Map.ofEntries(
                Map.entry("reset-before-headers", Exchange::reset),
                Map.entry("closed-before-headers", it -> {}),
                Map.entry("ssh-banner", it -> it.write("SSH-2.0-OpenSSH_9.6\r\n")),
                Map.entry("headers-too-large", BrokenConnections::largeHeaders),
                Map.entry("slow-headers", Exchange::hang),
                Map.entry("slow-body", BrokenConnections::slowBody),
                Map.entry("reset-mid-body", BrokenConnections::resetMidBody),
                Map.entry("length-too-long", it -> length(it, 1000)),
                Map.entry("length-too-short", it -> length(it, 50)),
                Map.entry("chunked-garbage", BrokenConnections::garbage),
                Map.entry("early-hints", BrokenConnections::earlyHints));
    }

    /// 8 MiB of one header: many times what any client keeps.
    private static void largeHeaders(Exchange it) throws IOException {
        it.write("HTTP/1.1 200 OK\r\nX-Large: ");
        String piece = "x".repeat(64 * 1024);
        for (int i = 0; i < 128; i++) it.write(piece);
        it.write("\r\n\r\n");
    }

    private static void slowBody(Exchange it) throws IOException, InterruptedException {
        it.write("HTTP/1.1 200 OK\r\n" + Bodies.JSON + "Content-Length: 100000\r\n\r\n{");
        while (!it.pause(TICK)) it.write(" ");
    }

    private static void resetMidBody(Exchange it) throws IOException, InterruptedException {
        head(it, Bodies.CHAT.length());
        it.write(Bodies.CHAT.substring(0, 60));
        it.pause(TICK); // or the reset overtakes what was written
        it.reset();
    }

    private static void length(Exchange it, int told) throws IOException {
        head(it, told);
        it.write(Bodies.CHAT);
    }

    private static void head(Exchange it, int length) throws IOException {
        it.write(
                "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(Bodies.JSON, length));
    }

    private static void garbage(Exchange it) throws IOException {
        it.write("HTTP/1.1 200 OK\r\n" + Bodies.JSON + "Transfer-Encoding: chunked\r\n\r\n");
        it.write("this is no length\r\n" + Bodies.CHAT);
    }

    private static void earlyHints(Exchange it) throws IOException {
        it.write("HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n");
        it.answer("200 OK", Bodies.JSON, Bodies.CHAT);
    }
}
