package dev.recua.gateway.it;

import static org.awaitility.Awaitility.await;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A llama-server without a gateway: what a client would meet if we were not there.
///
/// @param url its address
record LoneEngine(Process process, URI url) implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    /// Starts one with the arguments that a gateway gave its child, on a port and with folders of
    /// its own.
    ///
    /// @param args   as the admin API tells them, without the binary
    /// @param folder for its log and its saved slots
    static LoneEngine like(List<String> args, Path folder) {
        int port = freePort();
        var command = new ArrayList<String>();
        command.add(RealEngine.path().toString());
        command.addAll(args);
        set(command, "--port", Integer.toString(port));
        set(command, "--slot-save-path", folder.toString());
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("engine.log").toFile())
                            .start();
            var engine = new LoneEngine(process, URI.create("http://127.0.0.1:" + port));
            engine.awaitReady();
            return engine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var health = HttpRequest.newBuilder(url.resolve("/health")).build();
            await().atMost(READY_LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .failFast("the engine has ended", () -> !process.isAlive())
                    .until(() -> http.send(health, discard()).statusCode() == 200);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static HttpResponse.BodyHandler<Void> discard() {
        return HttpResponse.BodyHandlers.discarding();
    }

    private static void set(List<String> command, String flag, String value) {
        int at = command.indexOf(flag);
        if (at >= 0) command.set(at + 1, value);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
