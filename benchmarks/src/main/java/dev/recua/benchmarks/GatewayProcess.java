package dev.recua.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged gateway as a process of its own, started as a user starts it.
final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Recua \\S+ is ready: http://127\\.0\\.0\\.1:(\\d+)");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path home;
    private final int port;
    private final long spawnedAt;
    private final long readyAt;

    private GatewayProcess(Process process, Path home, long spawnedAt, Ready ready) {
        this.process = process;
        this.home = home;
        this.spawnedAt = spawnedAt;
        this.port = ready.port();
        this.readyAt = ready.at();
    }

    private record Ready(int port, long at) {}

    /// Starts it and waits for its ready line.
    ///
    /// @param env added to ours, which loses every `RECUA_…` first
    static GatewayProcess start(Path launcher, Path home, Path engine, Map<String, String> env)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(launcher.toString(), "serve", "--listen", "127.0.0.1:0")
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("RECUA_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "RECUA_HOME", home.toString(),
                                "RECUA_ENGINE", engine.toString(),
                                "RECUA_JAVA_HOME", System.getProperty("java.home", "")));
        builder.environment().putAll(env);
        long spawnedAt = System.nanoTime();
        Process process = builder.start();
        // Also when somebody ends the measurement before its time.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var ready = new CompletableFuture<Ready>();
        Thread.ofPlatform().daemon().start(() -> read(process.inputReader(), ready));
        try {
            Ready line = ready.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new GatewayProcess(process, home, spawnedAt, line);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("the gateway is not ready: " + e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Milliseconds from its spawn to its ready line.
    double readyMillis() {
        return Clocks.millis(readyAt - spawnedAt);
    }

    /// Milliseconds from its spawn until now.
    double sinceSpawnMillis() {
        return Clocks.millis(System.nanoTime() - spawnedAt);
    }

    /// A field of `/proc/<pid>/status` in MiB: `VmRSS` now, `VmHWM` the most so far.
    double memoryMiB(String field) throws IOException {
        for (String line : Files.readAllLines(proc(process.pid(), "status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no " + field + " for pid " + process.pid());
    }

    /// The child that runs now. There is exactly one, since one model at a time is loaded.
    Child child() throws IOException {
        try (Stream<Path> notes = Files.list(home.resolve("run/children"))) {
            Path note = notes.findFirst().orElseThrow(() -> new IOException("no child runs"));
            JsonNode json = new JsonMapper().readTree(Files.readString(note));
            long pid = json.get("pid").asLong();
            return new Child(pid, json.get("port").asInt(), key(pid));
        }
    }

    /// A child of the gateway, reached past it.
    ///
    /// @param key that it demands
    record Child(long pid, int port, String key) {
        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }
    }

    /// Its environment is ours to read: it runs as the same user.
    private static String key(long pid) throws IOException {
        String prefix = "LLAMA_API_KEY=";
        String all = Files.readString(proc(pid, "environ"));
        for (String entry : all.split("\0", -1)) {
            if (entry.startsWith(prefix)) return entry.substring(prefix.length());
        }
        throw new IOException("pid " + pid + " has no key");
    }

    private static Path proc(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    /// Reads to the end, so that the gateway never waits for us.
    private static void read(BufferedReader lines, CompletableFuture<Ready> ready) {
        var said = new StringBuilder();
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(
                            new Ready(Integer.parseInt(matcher.group(1)), System.nanoTime()));
                }
                if (!ready.isDone()) said.append(line).append('\n');
            }
        } catch (IOException e) {
            said.append(e);
        }
        ready.completeExceptionally(new IllegalStateException("it ended and said: " + said));
    }

    /// SIGTERM, and SIGKILL when it takes longer than it promises or we are interrupted.
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        boolean ended = false;
        try {
            ended = process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
