package dev.recua.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The gateway as it is packaged, started as a user starts it.
final class PackagedGateway implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Recua \\S+ is ready: (http://\\S+)");

    private final Process process;
    private final URI address;

    private PackagedGateway(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// Starts it with a home of its own and waits for its ready line.
    static PackagedGateway start(Path home, Path engine) throws Exception {
        Path program = Program.root().resolve("gateway/target/recua/recua");
        Process process =
                Program.fresh(
                                Map.of(
                                        "RECUA_HOME", home.toString(),
                                        "RECUA_ENGINE", engine.toString()),
                                List.of(program.toString(), "serve", "--listen", "127.0.0.1:0"))
                        .redirectErrorStream(true)
                        .start();
        var ready = new CompletableFuture<URI>();
        Thread.ofVirtual().start(() -> read(process.inputReader(), ready));
        try {
            return new PackagedGateway(process, ready.get(60, TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    URI address() {
        return address;
    }

    /// Reads until the end, so that the gateway never waits for us.
    private static void read(BufferedReader lines, CompletableFuture<URI> ready) {
        var said = new StringBuilder();
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) ready.complete(URI.create(matcher.group(1)));
                said.append(line).append('\n');
            }
        } catch (IOException e) {
            said.append(e);
        }
        ready.completeExceptionally(new IllegalStateException("serve ended: " + said));
    }

    /// SIGTERM, and SIGKILL when it takes longer than it promises or we are interrupted.
    @Override
    public void close() {
        process.destroy();
        boolean ended = false;
        try {
            ended = process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        if (!ended) process.destroyForcibly();
    }
}
