package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies larger than the heap, through the product with the JVM options that it ships with.
class BigBodyIT {
    private static final int MIB = 1 << 20;
    private static final int BIG = 120 * MIB;
    private static final long SEED = 4711;

    @TempDir static Path folder;
    private static Serving gateway;
    private static FakeLlamaServer fake;
    private static byte[] big = new byte[0];

    @BeforeAll
    static void serve() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        roomForBodies(fake.binary());
        gateway = Home.in(folder).models("big").serve(fake.binary());
        big = body(BIG);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void aBodyOf120MebibytesPassesUnchanged() throws Exception {
        long before = System.nanoTime();

        var answer = send(big).join();

        double seconds = (System.nanoTime() - before) / 1e9;
        System.out.printf(
                "measured: 120 MiB to the engine and its answer: %.2f s, %.0f MiB/s, gateway's memory %d MiB%n",
                seconds, BIG / (double) MIB / seconds, gateway.rss() / 1024);
        isWhole(answer);
    }

    @Test
    void threeAtOncePassUnchanged() throws Exception {
        var answers = IntStream.range(0, 3).mapToObj(_ -> send(big)).toList();

        for (CompletableFuture<HttpResponse<String>> answer : answers) isWhole(answer.join());
        System.out.printf(
                "measured: gateway's memory after 3 × 120 MiB at once: %d MiB%n",
                gateway.rss() / 1024);
        await().until(() -> spooled().isEmpty());
    }

    @Test
    void aBodyAboveTheLimitIsRefusedAlsoToAClientThatSendsItWholeBeforeItReads() throws Exception {
        try (Wire wire = Wire.open(gateway.port())) {
            byte[] tooBig = body(129 * MIB);
            wire.send(Wire.head(tooBig.length)).send(tooBig);

            assertThat(wire.readUntil("}}"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("\"code\":\"request_too_large\"", "134217728 bytes");
        }
        await().until(() -> spooled().isEmpty());
    }

    @Test
    void aFullDiskIsAClearRefusalAndSmallRequestsGoOn() throws Exception {
        Path tmp = gateway.home().recua().resolve("tmp");
        if (status("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", tmp.toString()) != 0) {
            Assumptions.abort("a full disk needs the right to mount one");
        }
        try {
            isRefused(send(body(8 * MIB)).join(), tmp);
            assertThat(tmp).isEmptyDirectory();
            await().until(() -> spooled().isEmpty());
        } finally {
            assertThat(status("umount", tmp.toString())).isZero();
        }
        assertThat(send(body(8 * MIB)).join().statusCode()).isEqualTo(200);
    }

    @Test
    void aFileInPlaceOfTheFolderIsAClearRefusalAndSmallRequestsGoOn() throws Exception {
        Path tmp = gateway.home().recua().resolve("tmp");
        Files.delete(tmp);
        Files.createFile(tmp);
        try {
            isRefused(send(body(8 * MIB)).join(), tmp);
        } finally {
            Files.delete(tmp);
        }
        assertThat(send(body(8 * MIB)).join().statusCode()).isEqualTo(200);
        assertThat(tmp).isEmptyDirectory();
    }

    /// The fake keeps each body in memory, and hashes it: its JVM is made for a quick start.
    private static void roomForBodies(Path binary) throws IOException {
        String script = Files.readString(binary);
        assertThat(script).contains("-Xmx64m", "-XX:TieredStopAtLevel=1");
        Files.writeString(
                binary,
                script.replace("-Xmx64m", "-Xmx800m").replace("-XX:TieredStopAtLevel=1", ""));
    }

    private static void isRefused(HttpResponse<String> answer, Path tmp) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"code\":\"internal\"", tmp.toString());
        assertThat(gateway.chat("big").statusCode()).isEqualTo(200);
    }

    private static void isWhole(HttpResponse<String> answer) throws Exception {
        String sent = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(big));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Fake-Body-Sha256")).contains(sent);
    }

    private static CompletableFuture<HttpResponse<String>> send(byte[] body) {
        var request =
                HttpRequest.newBuilder(gateway.url().resolve(Chat.PATH))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return gateway.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /// A chat request of exactly this many bytes; most of it is in a field that nobody reads.
    private static byte[] body(int size) {
        byte[] rest =
                "\",\"model\":\"big\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] start = "{\"image\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[size];
        new Random(SEED).nextBytes(body);
        for (int i = 0; i < size; i++) body[i] = (byte) ('A' + (body[i] & 15));
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(rest, 0, body, size - rest.length, rest.length);
        return body;
    }

    private static List<String> spooled() throws IOException {
        Path tmp = gateway.home().recua().resolve("tmp");
        return ProcFiles.openBelow(tmp, gateway.process().toHandle());
    }

    private static int status(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
