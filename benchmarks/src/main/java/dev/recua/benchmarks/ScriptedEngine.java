package dev.recua.benchmarks;

import dev.recua.testkit.Golden;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A llama-server that is silent, flows or answers at once, as the text of the request says, and
/// tells at which microsecond a request arrived and its connection was closed.
///
/// - a body with `be silent`: the head of a stream, or nothing when none was asked for, then
///   silence
/// - a body with `flow`: an event every 5 ms for ever
/// - any other: a short answer
///
/// It reads every connection all the time, so it sees the close when the kernel does. A process of
/// its own, which the gateway starts as it starts any engine; [#install] writes the program.
public final class ScriptedEngine {
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String EVENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"llama \"}}]}\n\n";
    private static final String WHOLE =
            "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"llama\"}}]}";

    private final DatagramSocket notes;
    private final int notesPort;

    private ScriptedEngine(DatagramSocket notes, int notesPort) {
        this.notes = notes;
        this.notesPort = notesPort;
    }

    /// Writes an executable `llama-server` into `folder`.
    ///
    /// @param notesPort UDP port of 127.0.0.1 that is told `arrived <µs>` and `closed <µs>`
    static Path install(Path folder, int notesPort) throws IOException {
        String script =
                """
                #!/bin/sh
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -Dnotes=%d -cp '%s' %s "$@"
                """
                        .formatted(
                                System.getProperty("java.home"),
                                notesPort,
                                System.getProperty("java.class.path"),
                                ScriptedEngine.class.getName());
        Path program = Files.writeString(folder.resolve("llama-server"), script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// The process itself.
    ///
    /// @param args as of llama-server
    public static void main(String[] args) throws IOException {
        var words = List.of(args);
        if (words.contains("--version")) {
            System.out.println(
                    "version: 0.7.0 (build 11669, commit scripted)\nbuilt with a script");
        } else if (words.contains("--help")) {
            System.out.print(Golden.text("llama-server-0.7.0/help.txt"));
        } else {
            int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
            new ScriptedEngine(new DatagramSocket(), Integer.getInteger("notes", 0)).serve(port);
        }
    }

    private void serve(int port) throws IOException {
        try (var server = new ServerSocket(port, 128, InetAddress.getLoopbackAddress())) {
            System.err.println("main: server is listening on http://127.0.0.1:" + port);
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                answer(head, body(in, head), in, out);
            }
        } catch (IOException gone) {
            // Whoever left has left; when that matters, a note was sent.
            return;
        }
    }

    private void answer(String head, String body, InputStream in, OutputStream out)
            throws IOException {
        boolean stream = body.contains("\"stream\":true");
        if (body.contains("be silent")) {
            if (stream) write(out, STREAM_HEAD);
            note("arrived");
            awaitClose(in);
        } else if (body.contains("flow")) {
            write(out, STREAM_HEAD);
            note("arrived");
            Thread.ofVirtual().start(() -> flow(out));
            awaitClose(in);
        } else if (stream) {
            write(out, STREAM_HEAD + chunk(EVENT.repeat(4) + "data: [DONE]\n\n") + chunk(""));
        } else {
            String json = head.startsWith("GET") ? "{\"status\":\"ok\"}" : WHOLE;
            String length = "Content-Length: " + json.length();
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + length);
            write(out, "\r\n\r\n" + json);
        }
    }

    private static void flow(OutputStream out) {
        try {
            while (true) {
                write(out, chunk(EVENT));
                Clocks.pauseMillis(5);
            }
        } catch (IOException closed) {
            // The thread that reads has told.
            return;
        }
    }

    private void awaitClose(InputStream in) throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            note("closed");
        }
        throw new IOException("closed");
    }

    private void note(String what) throws IOException {
        byte[] text = (what + " " + Clocks.wallMicros()).getBytes(StandardCharsets.US_ASCII);
        notes.send(
                new DatagramPacket(text, text.length, InetAddress.getLoopbackAddress(), notesPort));
    }

    /// Up to the empty line; empty at the end of the connection.
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) return "";
            head.append((char) b);
        }
        return head.toString();
    }

    private static String body(InputStream in, String head) throws IOException {
        for (String line : head.lines().toList()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                int length = Integer.parseInt(line.substring(15).strip());
                return new String(in.readNBytes(length), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
