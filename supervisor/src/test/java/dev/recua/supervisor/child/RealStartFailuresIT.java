package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the engine at hand says today when it cannot start, because the words of the fixtures are
/// those of one build. What needs a GPU, another system or another user is not produced here.
@Tag("real")
@Timeout(60)
class RealStartFailuresIT {

    @TempDir Path folder;

    @BeforeEach
    void find() {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown-flag | --no-such-flag",
                "removed-flag | --draft-max 3",
                "bad-value | --ctx-size many",
                "bad-value | --load-mode sideways",
                "device-not-found | --device CUDA9",
                "argument-file-not-found | --chat-template-file MISSING",
                "template-not-supported | --chat-template {%for",
                "adapter-not-found | --lora MISSING",
                "bad-adapter | --lora MODEL",
                "bad-projector | --mmproj MODEL",
                "quantized-cache-without-flash-attention | --cache-type-v q4_0 --flash-attn off",
            })
    void aRefusedArgumentIsExplained(String pattern, String args) throws Exception {
        List<String> given =
                Arrays.stream(args.split(" "))
                        .map(a -> a.equals("MODEL") ? RealEngine.model().toString() : a)
                        .map(a -> a.equals("MISSING") ? folder.resolve("gone").toString() : a)
                        .toList();

        assertThat(explained(RealEngine.model(), 0, given)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource({
        "bad-magic, GGUF, XGUF",
        "version-too-new, GGUF\\3, GGUF\\9",
        "version-too-old, GGUF\\3, GGUF\\1",
        "big-endian, GGUF\\3\\0\\0\\0, GGUF\\0\\0\\0\\3",
        "unknown-architecture, \\5\\0\\0\\0\\0\\0\\0\\0llama, \\5\\0\\0\\0\\0\\0\\0\\0xlama",
        "unknown-pre-tokenizer, smollm, smollx",
        "unknown-tokenizer, \\4\\0\\0\\0\\0\\0\\0\\0gpt2, \\4\\0\\0\\0\\0\\0\\0\\0gptX",
        "bad-hyperparameters, llama.embedding_length, llama.embedding_lengtX",
        "missing-vocabulary, tokenizer.ggml.tokens, tokenizer.ggml.tokenX",
        "missing-tensor, blk.0.attn_q.weight, blk.0.attn_X.weight",
    })
    void aChangedFileIsExplained(String pattern, String from, String to) throws Exception {
        String model =
                new String(Files.readAllBytes(RealEngine.model()), StandardCharsets.ISO_8859_1);
        String found = bytes(from);
        Assumptions.assumeTrue(model.contains(found), "the model has no " + from);
        int at = model.indexOf(found);
        String changed = model.substring(0, at) + bytes(to) + model.substring(at + found.length());

        assertThat(explained(write(changed.getBytes(StandardCharsets.ISO_8859_1)), 0, List.of()))
                .isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource({"empty-file, 0", "truncated-header, 2000", "truncated-data, 1600000"})
    void aShortFileIsExplained(String pattern, int length) throws Exception {
        byte[] model = Files.readAllBytes(RealEngine.model());

        assertThat(explained(write(Arrays.copyOf(model, length)), 0, List.of())).isEqualTo(pattern);
    }

    @Test
    void aMissingFileIsExplained() throws Exception {
        assertThat(explained(folder.resolve("gone.gguf"), 0, List.of()))
                .isEqualTo("file-not-found");
    }

    @Test
    void aTakenPortIsExplained() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(explained(RealEngine.model(), taken.getLocalPort(), List.of()))
                    .isEqualTo("address-not-bound");
        }
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("changed.gguf"), content);
    }

    /// `\5` is one byte.
    private static String bytes(String text) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') all.append((char) (text.charAt(++i) - '0'));
            else all.append(text.charAt(i));
        }
        return all.toString();
    }

    private String explained(Path model, int port, List<String> args)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                RealEngine.path().toString(),
                                "--model",
                                model.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port)));
        command.addAll(args);
        Path log = folder.resolve("log");
        Process engine =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(engine.waitFor(30, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            engine.destroyForcibly().waitFor();
        }
        List<String> lines =
                new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
        return StartDiagnosis.pattern(lines)
                .map(StartPattern::id)
                .orElseGet(() -> "nothing explains " + String.join("\n", lines));
    }
}
