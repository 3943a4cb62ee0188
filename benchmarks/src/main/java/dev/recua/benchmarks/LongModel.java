package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The bundled model with a long context, so that it can be kept busy for many seconds.
final class LongModel {
    private static final int CONTEXT = 32_768;

    private LongModel() {}

    /// Puts it into a gateway's home under the name `long`.
    static void addTo(Path home, Path bundled) throws IOException {
        Path file = home.resolve("long-context.gguf");
        Files.write(file, withContext(Files.readAllBytes(bundled), CONTEXT));
        Files.writeString(
                home.resolve("config.yaml"),
                "models:\n  long:\n    file: %s\n    context: %d\n".formatted(file, CONTEXT));
    }

    /// The file with another number at `llama.context_length`, a `uint32` behind key and type: the
    /// engine gives no more context than a file says it was trained for.
    private static byte[] withContext(byte[] gguf, int tokens) throws IOException {
        byte[] key = "llama.context_length".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < gguf.length - key.length - 8; at++) {
            if (Arrays.equals(gguf, at, at + key.length, key, 0, key.length)) {
                var number = ByteBuffer.wrap(gguf).order(ByteOrder.LITTLE_ENDIAN);
                number.putInt(at + key.length + 4, tokens);
                return gguf;
            }
        }
        throw new IOException("the model says nothing about its context");
    }
}
