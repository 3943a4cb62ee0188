package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that has run to its end.
///
/// @param command what ran
/// @param status its exit code
/// @param out its standard output
/// @param err its standard error
record Ended(List<String> command, int status, String out, String err) {

    /// Runs a program with an empty standard input.
    ///
    /// @throws AssertionError when it runs longer than `limit`; it is killed then
    static Ended of(ProcessBuilder builder, Duration limit) {
        try {
            Path out = Files.createTempFile("recua-it", ".out");
            Path err = Files.createTempFile("recua-it", ".err");
            try {
                return wait(builder, limit, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + builder.command() + " ran", e);
        }
    }

    private static Ended wait(ProcessBuilder builder, Duration limit, Path out, Path err)
            throws IOException, InterruptedException {
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        boolean ended;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
        if (!ended) {
            throw new AssertionError(
                    "%s still ran after %s; it said:%n%s%n%s"
                            .formatted(
                                    builder.command(),
                                    limit,
                                    Files.readString(out),
                                    Files.readString(err)));
        }
        return new Ended(
                builder.command(),
                process.exitValue(),
                Files.readString(out),
                Files.readString(err));
    }

    /// Checks the exit code, and shows what was said when it is another one.
    Ended expect(int expected) {
        assertThat(status)
                .as("exit code of %s, which said:%n%s%n%s", command, out, err)
                .isEqualTo(expected);
        return this;
    }
}
