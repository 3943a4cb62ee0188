package dev.recua.gateway.it.breakage;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A gateway that serves: the packaged product in a process of its own. Closing it fails the test
/// when it takes longer than its budget or leaves an engine behind.
final class Serving implements AutoCloseable {
    /// The product's budget of 6 s, and half a second for a busy machine.
    static final Duration LEAVE_LIMIT = Duration.ofMillis(6500);

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("Recua \\S+ is ready: (http://127\\.0\\.0\\.1:\\d+)");

    private final Home home;
    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<URI> url = new CompletableFuture<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Thread reader;

    private Serving(Home home, Process process) {
        this.home = home;
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readOutput);
    }

    static Serving start(Home home, ProcessBuilder command) {
        Serving serving;
        try {
            serving = new Serving(home, command.redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            serving.url.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return serving;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            serving.process.destroyForcibly();
            throw new AssertionError("it did not become ready: " + serving.output(), e);
        }
    }

    Home home() {
        return home;
    }

    URI url() {
        return url.join();
    }

    int port() {
        return url().getPort();
    }

    Process process() {
        return process;
    }

    /// What it has said so far.
    String output() {
        return output.toString();
    }

    /// Its log file.
    String log() {
        try {
            return Files.readString(home.recua().resolve("logs/gateway.log"));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitLog(String text) {
        await("the log says " + text)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> log().contains(text));
    }

    /// Its engines that live: descendants with a port, and those that it has noted.
    Set<ProcessHandle> engines() {
        return Stream.concat(process.descendants(), noted().stream())
                .filter(Serving::isEngine)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Its one engine.
    ProcessHandle engine() {
        Set<ProcessHandle> engines = engines();
        if (engines.size() != 1) throw new AssertionError("not one engine: " + engines);
        return engines.iterator().next();
    }

    /// Resident memory in KiB.
    long rss() throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(posting(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
        return client.sendAsync(posting(path, body), HttpResponse.BodyHandlers.ofString());
    }

    /// Asks a model something short.
    HttpResponse<String> chat(String model) throws IOException, InterruptedException {
        return post(Chat.PATH, Chat.of(model));
    }

    CompletableFuture<HttpResponse<String>> chatAsync(String model) {
        return postAsync(Chat.PATH, Chat.of(model));
    }

    HttpClient client() {
        return client;
    }

    /// Tells it to leave and waits.
    ///
    /// @return how long it took
    /// @throws AssertionError after 10 s
    Duration leave() throws InterruptedException {
        long began = System.nanoTime();
        process.destroy();
        return awaitEnd(began);
    }

    /// Waits for its end.
    ///
    /// @param began what the answer counts from
    Duration awaitEnd(long began) throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs:\n" + output());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        reader.join();
        return took;
    }

    /// Ends it with SIGTERM, if it still runs.
    @Override
    public void close() {
        Set<ProcessHandle> family = engines();
        process.destroy();
        boolean ended = waitFor(LEAVE_LIMIT);
        process.destroyForcibly();
        family.addAll(noted());
        Set<ProcessHandle> left =
                family.stream().filter(Serving::isEngine).collect(Collectors.toSet());
        left.forEach(ProcessHandle::destroyForcibly);
        client.shutdownNow();
        if (!ended) throw new AssertionError("it did not leave in time:\n" + output());
        if (!left.isEmpty()) throw new AssertionError("it left " + left + ":\n" + output());
    }

    private boolean waitFor(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest posting(String path, String body, String... headers) {
        return request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(url().resolve(path)).timeout(ANSWER_LIMIT);
        if (headers.length > 0) request.headers(headers);
        return request;
    }

    private List<ProcessHandle> noted() {
        Path folder = home.recua().resolve("run/children");
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+\\.json"))
                    .map(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
                    .map(ProcessHandle::of)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it lives and was given a port; a binary that is only asked for its version was not.
    static boolean isEngine(ProcessHandle process) {
        try {
            Path cmdline = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return process.isAlive()
                    && List.of(Files.readString(cmdline).split("\0", -1)).contains("--port");
        } catch (IOException _) {
            return false; // gone
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher ready = READY.matcher(line);
                if (ready.matches()) url.complete(URI.create(ready.group(1)));
            }
            url.completeExceptionally(new IOException("it closed its output"));
        } catch (IOException e) {
            url.completeExceptionally(e);
        }
    }
}
