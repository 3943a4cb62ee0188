package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.args.ServerArgs.Built;
import dev.recua.supervisor.args.ServerArgs.Refused;
import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerArgsTest {
    private static final EngineFlags FLAGS = Captured.facts().flags();
    private static final ServerSpec SPEC =
            ServerSpec.builder(Path.of("/models/a b.gguf"), "qwen3:8b", 40001)
                    .contextSize(8192)
                    .parallel(4)
                    .build();

    private static String built(ServerSpec spec) {
        return String.join(" ", ((Built) ServerArgs.of(spec, FLAGS)).args());
    }

    private static String problem(String... extra) {
        return ((Refused) ServerArgs.of(SPEC.with().extraArgs(List.of(extra)).build(), FLAGS))
                .message();
    }

    @Test
    void aChatModelGetsWhatEveryChildGets() {
        assertThat(((Built) ServerArgs.of(SPEC, FLAGS)).args())
                .containsExactly(
                        "--model",
                        "/models/a b.gguf",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "40001",
                        "--alias",
                        "qwen3:8b",
                        "--ctx-size",
                        "8192",
                        "--parallel",
                        "4",
                        "--kv-unified",
                        "--metrics",
                        "--slots",
                        "--no-ui",
                        "--cache-ram",
                        "1024",
                        "--sse-ping-interval",
                        "5");
        assertThat(((Built) ServerArgs.of(SPEC, FLAGS)).leftOut()).isEmpty();
    }

    @Test
    void everythingSetIsPassed() {
        ServerSpec spec =
                SPEC.with()
                        .gpuLayers(20)
                        .slotSavePath(Path.of("/home/kv/qwen3_8b"))
                        .projector(Path.of("/models/mmproj.gguf"))
                        .embeddings()
                        .pooling("mean")
                        .reranking()
                        .extraArgs(List.of("--temp", "-1", "--no-warmup"))
                        .build();

        assertThat(built(spec))
                .isEqualTo(
                        "--model /models/a b.gguf --host 127.0.0.1 --port 40001 --alias qwen3:8b --ctx-size 8192"
                                + " --parallel 4 --kv-unified --gpu-layers 20 --metrics --slots --no-ui --cache-ram 1024"
                                + " --sse-ping-interval 5 --slot-save-path /home/kv/qwen3_8b --mmproj /models/mmproj.gguf"
                                + " --embeddings --pooling mean --reranking --temp -1 --no-warmup");
    }

    @Test
    void anEmbeddingModelThatDeclaresItsPoolingGetsNone() {
        assertThat(built(SPEC.with().embeddings().build()))
                .endsWith("--sse-ping-interval 5 --embeddings");
    }

    @Test
    void aContextAndLayersThatAreNotSetAreTheEnginesBusiness() {
        assertThat(built(ServerSpec.of(Path.of("/m.gguf"), "m", 1)))
                .doesNotContain("--ctx-size")
                .doesNotContain("--gpu-layers");
    }

    @Test
    void anOlderBinaryGetsOnlyWhatItKnowsInItsOwnSpelling() {
        String help =
                """
                -m,    --model FNAME                    model path
                --host HOST                             ip address
                --port PORT                             port
                -a,    --alias STRING                   alias
                -c,    --ctx-size N                     context
                --no-webui                              no page
                --embedding, --embeddings               embeddings
                """;

        Built built =
                (Built) ServerArgs.of(SPEC.with().embeddings().build(), EngineFlags.parse(help));

        assertThat(String.join(" ", built.args()))
                .isEqualTo(
                        "--model /models/a b.gguf --host 127.0.0.1 --port 40001 --alias qwen3:8b --ctx-size 8192"
                                + " --no-webui --embeddings");
        assertThat(built.leftOut())
                .containsExactly(
                        "--parallel",
                        "--kv-unified",
                        "--metrics",
                        "--slots",
                        "--cache-ram",
                        "--sse-ping-interval");
    }

    @ParameterizedTest
    @CsvSource({
        "-c 4096, --ctx-size 8192",
        "--ctx_size 4096, --ctx-size 8192",
        "-np 1, --parallel 4",
        "--no-kv-unified, --kv-unified",
        "--no-slots, --slots",
        "--ui, --no-ui",
        "-cram 0, --cache-ram 1024",
        "--sse-ping-interval 30, --sse-ping-interval 5",
    })
    void theUsersFlagReplacesOursInAnySpelling(String theirs, String ours) {
        ServerSpec spec = SPEC.with().extraArgs(List.of(theirs.split(" "))).build();

        assertThat(" " + built(spec) + " ")
                .endsWith(" " + theirs + " ")
                .doesNotContain(" " + ours + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--host",
                "--port",
                "--api-key",
                "--api-key-file",
                "--model",
                "-m",
                "--alias",
                "-a"
            })
    void whatRecuaSetsItselfIsRefused(String flag) {
        assertThat(problem(flag, "x"))
                .isEqualTo("args: " + flag + ": is set by Recua itself; take it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-hf", "--model-url", "--models-dir", "--api-prefix", "--ssl-key-file"})
    void whatWouldMakeItAnotherServerIsRefused(String flag) {
        assertThat(problem(flag, "x"))
                .startsWith("args: " + flag + ": cannot be used for a model that Recua serves");
    }

    @Test
    void whatPrintsAndEndsIsRefused() {
        assertThat(problem("--version")).startsWith("args: --version: prints something and ends");
    }

    @Test
    void anUnknownFlagNamesTheNearestAndItsValueIsNoSecondProblem() {
        assertThat(problem("--ctx-sise", "4096", "--temp", "1"))
                .isEqualTo(
                        "args: --ctx-sise: this llama-server has no such option; did you mean --ctx-size?");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(problem("--warp-drive-now", "oops", "loose", "--port", "1", "--temp").lines())
                .containsExactly(
                        "args: --warp-drive-now: this llama-server has no such option; `llama-server --help` lists them",
                        "args: loose: belongs to no option; options begin with -, words with blanks need quotes",
                        "args: --port: is set by Recua itself; take it out",
                        "args: --temp: needs a value after it");
    }

    @Test
    void aValueJoinedByAnEqualsSignIsExplainedWithoutShowingIt() {
        assertThat(problem("--hf-token=hf_secret"))
                .isEqualTo(
                        "args: --hf-token=…: write the value as a word of its own: --hf-token VALUE");
    }

    @Test
    void secretsGoByTheEnvironmentAndAreMaskedInWhateverIsShown() {
        Built built =
                (Built)
                        ServerArgs.of(
                                SPEC.with()
                                        .extraArgs(List.of("-hft", "hf_secret", "--temp", "1"))
                                        .build(),
                                FLAGS);

        assertThat(built.args()).endsWith("--temp", "1").doesNotContain("-hft", "hf_secret");
        assertThat(built.env()).isEqualTo(Map.of("HF_TOKEN", "hf_secret"));
        assertThat(built.translations().getFirst().message())
                .isEqualTo(
                        "-hft *** → left out: a secret goes by HF_TOKEN, which other users of the"
                                + " machine cannot read");
        assertThat(built.toString()).doesNotContain("hf_secret");
        assertThat(Secrets.mask(List.of("--api-key", "--api-key", "x", "--api_key=y")))
                .containsExactly("--api-key", "***", "x", "--api_key=***");
    }

    @Test
    void aWishThatCannotBeIsRefusedAtOnce() {
        assertThatThrownBy(() -> SPEC.with().port(0).build()).hasMessage("not a port: 0");
        assertThatThrownBy(() -> SPEC.with().parallel(0).build())
                .hasMessage("parallel must be at least 1, was 0");
        assertThatThrownBy(() -> SPEC.with().contextSize(0).build())
                .hasMessage("context must be at least 1, was 0");
        assertThatThrownBy(() -> SPEC.with().gpuLayers(-1).build())
                .hasMessage("gpu-layers is negative: -1");
    }
}
