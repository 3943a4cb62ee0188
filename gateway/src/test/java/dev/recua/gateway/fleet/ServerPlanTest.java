package dev.recua.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.SampleModels;
import dev.recua.gateway.config.ModelConfig;
import dev.recua.gateway.config.OrAuto;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.args.ServerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ServerPlanTest {
    private static final Path KV = Path.of("/kv");

    @Test
    void aModelAboutWhichNothingIsSaidGetsTheDefaults() {
        ServerSpec spec =
                ServerPlan.of(SampleModels.chat("qwen3:8b"), ModelConfig.of("qwen3:8b"), KV, 4711);

        assertThat(spec.alias()).isEqualTo("qwen3:8b");
        assertThat(spec.port()).isEqualTo(4711);
        assertThat(spec.contextSize()).hasValue(8192);
        assertThat(spec.parallel()).isEqualTo(4);
        assertThat(spec.gpuLayers()).isEmpty();
        assertThat(spec.slotSavePath()).contains(Path.of("/kv/qwen3_8b"));
        assertThat(spec.embeddings()).isFalse();
        assertThat(spec.reranking()).isFalse();
        assertThat(spec.extraArgs()).isEmpty();
    }

    @Test
    void aChildHasTheLeasesAndTheIdleTimeOfItsModelElseThoseOfTheGateway() {
        var model = SampleModels.chat("qwen3:8b");
        var fiveMinutes = Duration.ofMinutes(5);

        Terms usual = ServerPlan.terms(model, ModelConfig.of("qwen3:8b"), fiveMinutes);
        Terms own = ServerPlan.terms(model, settings(Optional.of(Duration.ZERO)), fiveMinutes);

        assertThat(usual.parallel()).isEqualTo(4);
        assertThat(usual.idleUnload()).isEqualTo(fiveMinutes);
        assertThat(own.parallel()).isEqualTo(2);
        assertThat(own.idleUnload()).as("kept").isEqualTo(Duration.ZERO);
        assertThat(own.fingerprint()).isNotEqualTo(usual.fingerprint());
    }

    @Test
    void whatTheUserSaysWins() {
        var settings = settings(Optional.empty());

        ServerSpec spec = ServerPlan.of(SampleModels.chat("qwen3:8b"), settings, KV, 1);

        assertThat(spec.contextSize()).hasValue(16384);
        assertThat(spec.parallel()).isEqualTo(2);
        assertThat(spec.gpuLayers()).isEqualTo(OptionalInt.of(12));
        assertThat(spec.extraArgs()).containsExactly("--threads", "3");
    }

    @Test
    void anEmbeddingModelThatDeclaresNoPoolingGetsTheMean() {
        ServerSpec spec =
                ServerPlan.of(SampleModels.embedding("embed"), ModelConfig.of("embed"), KV, 1);

        assertThat(spec.embeddings()).isTrue();
        assertThat(spec.pooling()).contains("mean");
    }

    @Test
    void aFileNameHoldsNeitherColonNorSlash() {
        assertThat(ServerPlan.fileName(new ModelId("llama3.2:1b-instruct")))
                .isEqualTo("llama3.2_1b-instruct");
    }

    private static ModelConfig settings(Optional<Duration> idleUnload) {
        return new ModelConfig(
                "qwen3:8b",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OrAuto.of(16384),
                2,
                OrAuto.of(12),
                OrAuto.auto(),
                OrAuto.auto(),
                List.of("--threads", "3"),
                Map.of(),
                idleUnload);
    }
}
