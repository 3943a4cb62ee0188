package dev.recua.gateway.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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

/// A gateway that serves: the packaged product in a process of its own.
///
/// Closing it is a test, too: it must end within its budget and leave no engine behind.
final class RunningGateway implements AutoCloseable {
    /// A start with probing an engine, on a machine that does something else as well.
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /// The product's budget of 6 s, and half a second for the operating system.
    private static final Duration STOP_LIMIT = Duration.ofMillis(6500);

    private static final Pattern READY =
            Pattern.compile("Recua (\\S+) is ready: (http://127\\.0\\.0\\.1:\\d+)");

    private final PackagedRecua recua;
    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final Thread reader;

    private RunningGateway(PackagedRecua recua, Process process) {
        this.recua = recua;
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readOutput);
    }

    /// Starts it and waits for the line that says that it is ready.
    ///
    /// @throws AssertionError with all it said, when it ends or takes too long
    static RunningGateway start(PackagedRecua recua, ProcessBuilder builder) {
        RunningGateway gateway;
        try {
            gateway = new RunningGateway(recua, builder.redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            gateway.ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return gateway;
        } catch (ExecutionException | TimeoutException e) {
            gateway.close();
            throw new AssertionError(
                    "recua serve did not become ready; it said:\n" + gateway.output(), e);
        } catch (InterruptedException e) {
            gateway.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a gateway started", e);
        }
    }

    /// Its address, such as `http://127.0.0.1:40123`.
    URI url() {
        return URI.create(ready.join().group(2));
    }

    /// The version it said in its ready line.
    String version() {
        return ready.join().group(1);
    }

    long pid() {
        return process.pid();
    }

    /// Who started it, with home and environment.
    PackagedRecua recua() {
        return recua;
    }

    /// What it has said so far, standard output and standard error as they came.
    String output() {
        return output.toString();
    }

    /// Its log file; empty when it has written none.
    String log() {
        try {
            return Files.readString(recua.recuaHome().resolve("logs/gateway.log"));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its engines that are alive: descendants that listen on a port, and whatever it has
    /// registered. A binary that is only asked for its version is none.
    Set<ProcessHandle> children() {
        Set<ProcessHandle> children =
                process.descendants()
                        .filter(RunningGateway::listens)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        registered().filter(RunningGateway::listens).forEach(children::add);
        return children;
    }

    /// A caller of this gateway.
    Caller caller() {
        return new Caller(url());
    }

    /// Sends it a signal, such as `INT`, and gives the exit status.
    ///
    /// @throws AssertionError when it takes longer than a stop may
    int endBy(String signal) {
        Ended.of(
                        recua.processBuilder(
                                List.of("kill", "-s", signal, Long.toString(process.pid()))),
                        STOP_LIMIT)
                .expect(0);
        if (!awaitEnd()) {
            throw new AssertionError(
                    "recua serve still ran %s after SIG%s; it said:\n%s"
                            .formatted(STOP_LIMIT, signal, output()));
        }
        return process.exitValue();
    }

    /// Ends it with SIGTERM.
    ///
    /// @throws AssertionError when it takes too long, or leaves an engine behind; those are killed
    @Override
    public void close() {
        Set<ProcessHandle> family = children();
        process.destroy();
        boolean ended = awaitEnd();
        registered().forEach(family::add);
        Set<ProcessHandle> left =
                family.stream().filter(RunningGateway::listens).collect(Collectors.toSet());
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
        if (!ended) {
            throw new AssertionError(
                    "recua serve still ran %s after SIGTERM; it said:\n%s"
                            .formatted(STOP_LIMIT, output()));
        }
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "recua serve left %s behind; it said:\n%s".formatted(left, output()));
        }
    }

    private boolean awaitEnd() {
        try {
            boolean ended = process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) reader.join(); // so that its last words are in `output`
            return ended;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Stream<ProcessHandle> registered() {
        Path folder = recua.recuaHome().resolve("run/children");
        if (!Files.isDirectory(folder)) return Stream.empty();
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+\\.json"))
                    .map(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
                    .map(ProcessHandle::of)
                    .flatMap(Optional::stream)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A process that has ended and that nobody has waited for has no arguments any more.
    private static boolean listens(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains("--port"))
                .orElse(false);
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) ready.complete(matcher);
            }
            ready.completeExceptionally(new IOException("it closed its output"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
