package dev.recua.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that a test runs as a user would, from the root of the repository.
///
/// @param exitCode as the shell sees it
record Program(int exitCode, String out, String err) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    /// Runs one example as the first line of its file says.
    ///
    /// @param env added to ours, which loses every `RECUA_…` first
    static Program example(Map<String, String> env, String name, String... args) {
        var command = new ArrayList<>(List.of("examples/run.sh", name));
        command.addAll(List.of(args));
        return run(env, command);
    }

    /// Runs `command` to its end.
    static Program run(Map<String, String> env, List<String> command) {
        try {
            Path out = Files.createTempFile("program", ".out");
            Path err = Files.createTempFile("program", ".err");
            try {
                Process process =
                        fresh(env, command)
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile())
                                .start();
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError(command + " ran longer than " + LIMIT);
                }
                return new Program(process.exitValue(), text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }

    /// A process of our JDK in the root folder, without the caller's settings of Recua.
    static ProcessBuilder fresh(Map<String, String> env, List<String> command) {
        var builder = new ProcessBuilder(command).directory(root().toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("RECUA_"));
        builder.environment().put("RECUA_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(env);
        return builder;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
