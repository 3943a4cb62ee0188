package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.engine.Captured;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineArgsTest {
    @Test
    void everyTypedOptionBecomesItsWords() {
        EngineArgs args =
                EngineArgs.builder()
                        .contextSize(8192)
                        .batchSize(1024)
                        .ubatchSize(256)
                        .parallel(2)
                        .threads(4)
                        .threadsBatch(8)
                        .gpuLayers(99)
                        .mainGpu(1)
                        .splitMode(Choice.SplitMode.ROW)
                        .tensorSplit(3, 1.5)
                        .cacheTypes(Choice.CacheType.Q8_0, Choice.CacheType.F16)
                        .flashAttention(Choice.FlashAttention.AUTO)
                        .loadMode(Choice.LoadMode.MMAP_MLOCK)
                        .ropeScaling(Choice.RopeScaling.YARN)
                        .ropeScale(2)
                        .ropeFreqBase(1000000)
                        .seed(42)
                        .temperature(0.05)
                        .topK(40)
                        .topP(0.9)
                        .repeatPenalty(1.1)
                        .predict(-1)
                        .lora(Path.of("a.gguf"))
                        .lora(Path.of("b c.gguf"), 0.5)
                        .projector(Path.of("mm.gguf"))
                        .draftModel(Path.of("small.gguf"))
                        .draftMax(8)
                        .specTypes(Choice.SpecType.NGRAM_MOD, Choice.SpecType.DRAFT_SIMPLE)
                        .jinja(false)
                        .chatTemplate("chatml")
                        .chatTemplateFile(Path.of("t.jinja"))
                        .reasoningFormat(Choice.ReasoningFormat.DEEPSEEK_LEGACY)
                        .pooling(Choice.Pooling.MEAN)
                        .embeddings()
                        .reranking()
                        .build();

        assertThat(args)
                .hasToString(
                        "--ctx-size 8192 --batch-size 1024 --ubatch-size 256 --parallel 2"
                                + " --threads 4 --threads-batch 8 --gpu-layers 99 --main-gpu 1"
                                + " --split-mode row --tensor-split 3,1.5 --cache-type-k q8_0"
                                + " --cache-type-v f16 --flash-attn auto --load-mode mmap+mlock"
                                + " --rope-scaling yarn --rope-scale 2 --rope-freq-base 1000000"
                                + " --seed 42 --temp 0.05 --top-k 40 --top-p 0.9"
                                + " --repeat-penalty 1.1 --predict -1 --lora a.gguf --lora-scaled"
                                + " 'b c.gguf:0.5' --mmproj mm.gguf --spec-draft-model small.gguf"
                                + " --spec-draft-n-max 8 --spec-type ngram-mod,draft-simple"
                                + " --no-jinja --chat-template chatml --chat-template-file t.jinja"
                                + " --reasoning-format deepseek-legacy --pooling mean --embeddings"
                                + " --reranking");
        assertThat(args.speak(Captured.facts().flags()).problems()).isEmpty();
        assertThat(args.speak(Captured.facts().flags()).args()).isEqualTo(args.words());
    }

    @Test
    void anOptionOfAnyNameIsSetByIt() {
        EngineArgs args =
                EngineArgs.builder()
                        .set("--min-p", 0.05)
                        .set("--gpu-layers", "all")
                        .on("--metrics")
                        .off("--slots")
                        .add("--logit-bias", "1+1")
                        .add("--logit-bias", "2-1")
                        .set("--control-vector-layer-range", 1, 9)
                        .build();

        assertThat(args)
                .hasToString(
                        "--min-p 0.05 --gpu-layers all --metrics --no-slots --logit-bias 1+1"
                                + " --logit-bias 2-1 --control-vector-layer-range 1 9");
    }

    @Test
    void theLaterValueStandsInThePlaceOfTheEarlier() {
        EngineArgs args =
                EngineArgs.builder().contextSize(1).on("--ui").contextSize(2).off("--ui").build();

        assertThat(args).hasToString("--ctx-size 2 --no-ui");
    }

    @Test
    void theWordsOfAUserBeatWhatWasSetBeforeThemInAnySpelling() {
        EngineArgs args =
                EngineArgs.builder()
                        .contextSize(1)
                        .temperature(1)
                        .on("--slots")
                        .lora(Path.of("ours.gguf"))
                        .words("-c 4096 --no_slots --lora 'their s.gguf'")
                        .seed(1)
                        .build();

        assertThat(args)
                .hasToString(
                        "--temp 1 --lora ours.gguf -c 4096 --no_slots --lora 'their s.gguf'"
                                + " --seed 1");
    }

    @Test
    void aWrongValueIsToldWithTheNameOfItsOption() {
        EngineArgs.Builder args = EngineArgs.builder();

        assertThatThrownBy(() -> args.contextSize(-1))
                .hasMessage("--ctx-size: must be a whole number of at least 0, was -1");
        assertThatThrownBy(() -> args.set("--gpu-layers", "some"))
                .hasMessage(
                        "--gpu-layers: must be a whole number of at least 0 or one of auto, all,"
                                + " was some");
        assertThatThrownBy(() -> args.set("--min-p", "little"))
                .hasMessage("--min-p: must be a number, was little");
        assertThatThrownBy(() -> args.temperature(Double.NaN))
                .hasMessage("--temp: must be a number, was NaN");
        assertThatThrownBy(() -> args.set("--split-mode", "fair"))
                .hasMessage("--split-mode: must be one of none, layer, row, tensor, was fair");
        assertThatThrownBy(() -> args.specTypes())
                .hasMessageStartingWith("--spec-type: must be one of none, draft-simple");
        assertThatThrownBy(() -> args.on("--temp")).hasMessage("--temp: takes one value");
        assertThatThrownBy(() -> args.set("--metrics", 1)).hasMessage("--metrics: takes no value");
        assertThatThrownBy(() -> args.off("--metrics"))
                .hasMessage("--metrics: cannot be turned off");
        assertThatThrownBy(() -> args.set("--lora-scaled", "a.gguf"))
                .hasMessage("--lora-scaled: takes FILE:SCALE");
        assertThatThrownBy(() -> args.set("--ctx-sise", 1))
                .hasMessage("--ctx-sise: no such option; did you mean --ctx-size?");
        assertThatThrownBy(() -> args.on("--mlock"))
                .hasMessage(
                        "--mlock: was an option of older builds; --load-mode of newer builds says it");
        assertThatThrownBy(() -> args.set("--tfs", 1))
                .hasMessage(
                        "--tfs: was an option of older builds; tail free sampling is gone; --min-p"
                                + " is what most use now");
        assertThatThrownBy(() -> args.words("--alias 'a"))
                .hasMessage("words: a ' is not closed at character 9");
        assertThat(args.build().words()).isEmpty();
    }

    @Test
    void noSecretIsShown() {
        EngineArgs args =
                EngineArgs.builder()
                        .set("--api-key", "secret-1")
                        .set("--hf-token", "secret-2")
                        .words(List.of("--mcp_servers_json", "{\"secret-3\": 1}"))
                        .build();

        assertThat(args).hasToString("--api-key '***' --hf-token '***' --mcp_servers_json '***'");
        Spoken spoken = args.speak(Captured.facts().flags());
        assertThat(spoken.toString()).doesNotContain("secret-");
        assertThat(spoken.args()).isEmpty();
        assertThat(spoken.env())
                .containsOnlyKeys("LLAMA_API_KEY", "HF_TOKEN", "LLAMA_ARG_MCP_SERVERS_JSON");
    }
}
