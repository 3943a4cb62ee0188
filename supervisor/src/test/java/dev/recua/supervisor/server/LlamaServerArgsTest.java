package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recua.supervisor.child.KeyChoice;
import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.child.PortChoice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlamaServerArgsTest {

    @Test
    void theWordsComeInTheOrderOfTheSource() {
        LlamaServerArgs args =
                named().embeddings(true)
                        .apiKey("sesame")
                        .host("0.0.0.0")
                        .serverArg("--ctx-size 2048")
                        .serverArgs(List.of("--parallel 2", "--batch-size 256"))
                        .build();

        assertThat(args.toArgs(8081))
                .containsExactly(
                        "--alias",
                        "tiny",
                        "--model",
                        "/models/tiny.gguf",
                        "--embeddings",
                        "--host",
                        "0.0.0.0",
                        "--port",
                        "8081",
                        "--ctx-size",
                        "2048",
                        "--parallel",
                        "2",
                        "--batch-size",
                        "256");
    }

    @Test
    void withoutAnythingSaidThereAreThreeOptions() {
        assertThat(named().build().toArgs(9))
                .containsExactly("--alias", "tiny", "--model", "/models/tiny.gguf", "--port", "9");
        assertThat(named().build().listensOn()).isEqualTo(ListenHost.LOOPBACK);
        assertThat(named().build().port()).isEqualTo(PortChoice.any());
        assertThat(named().build().key()).isEqualTo(KeyChoice.random());
    }

    @Test
    void theOptionsThatTheSourceNamesHaveMethods() {
        LlamaServerArgs args =
                named().contextSize(2048)
                        .parallel(2)
                        .batchSize(512)
                        .threads(3)
                        .gpuLayers(0)
                        .build();

        assertThat(args.serverArgs())
                .containsExactly(
                        "--ctx-size",
                        "2048",
                        "--parallel",
                        "2",
                        "--batch-size",
                        "512",
                        "--threads",
                        "3",
                        "--gpu-layers",
                        "0");
        assertThat(args.contextSize()).hasValue(2048);
        assertThat(args.parallel()).hasValue(2);
        assertThat(args.batchSize()).hasValue(512);
        assertThat(args.threads()).hasValue(3);
        assertThat(args.gpuLayers()).hasValue(0);
    }

    @Test
    void accessorsReadWhatTheEngineWouldTake() {
        LlamaServerArgs args = named().serverArg("-c 1024 --threads 2 -c 4096 -ngl auto").build();

        assertThat(args.contextSize()).hasValue(4096);
        assertThat(args.threads()).hasValue(2);
        assertThat(args.gpuLayers()).isEmpty();
        assertThat(args.parallel()).isEmpty();
    }

    @Test
    void aLineIsSplitAsAShellDoes() {
        assertThat(
                        named().serverArg("--chat-template-file '/my models/a template.jinja'")
                                .build()
                                .serverArgs())
                .containsExactly("--chat-template-file", "/my models/a template.jinja");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().serverArg("--chat-template \"never closed"))
                .withMessageContaining("a \" is not closed");
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LlamaServerArgs.builder().build())
                .withMessage(
                        "LlamaServerArgs needs model (call model(path)) and alias (call alias(name))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LlamaServerArgs.builder().model(Path.of("m.gguf")).build())
                .withMessage("LlamaServerArgs needs alias (call alias(name))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LlamaServerArgs.builder().model(Path.of("m")).alias(" ").build())
                .withMessageContaining("needs alias");
    }

    @Test
    void wordsThatHaveAMethodOfTheirOwnAreRefused() {
        for (String line : List.of("--port 1", "-m x", "--api_key k", "--host=::1", "--alias a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> named().serverArg(line).build())
                    .withMessageContaining("has a method of its own");
        }
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().parallel(0))
                .withMessage("--parallel must be at least 1, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> named().port(0));
        assertThatIllegalArgumentException().isThrownBy(() -> named().port(65536));
        assertThatIllegalArgumentException().isThrownBy(() -> named().apiKey(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> named().host("/tmp/a.sock"));
    }

    @Test
    void noSecretIsShown() {
        LlamaServerArgs args =
                named().apiKey("open-sesame")
                        .port(9999)
                        .serverArg("--hf-token hf_0123456789 --chat-template 'a b'")
                        .build();

        assertThat(args.toString())
                .isEqualTo(
                        "--alias tiny --model /models/tiny.gguf --port 9999 --hf-token '***'"
                                + " --chat-template 'a b'");
        assertThat(args.key().toString()).doesNotContain("open-sesame");
        assertThat(args.toArgs(1)).doesNotContain("open-sesame");
    }

    private static LlamaServerArgs.Builder named() {
        return LlamaServerArgs.builder().model(Path.of("/models/tiny.gguf")).alias("tiny");
    }
}
