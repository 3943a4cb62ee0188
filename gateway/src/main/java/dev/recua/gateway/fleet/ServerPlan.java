package dev.recua.gateway.fleet;

import dev.recua.gateway.config.ModelConfig;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import dev.recua.models.catalogue.ModelType;
import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.gguf.Pooling;
import dev.recua.supervisor.args.ServerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What a model's child is asked to be: its file's facts and the user's settings become one
/// [ServerSpec]. Pure.
final class ServerPlan {
    /// Context for a model about which nothing was said: enough for most conversations, small
    /// enough for most machines.
    static final int USUAL_CONTEXT = 8192;

    private ServerPlan() {}

    /// @param kv   parent of the folder for saved slots
    /// @param port of the child
    static ServerSpec of(Model model, ModelConfig settings, Path kv, int port) {
        ServerSpec.Builder spec =
                ServerSpec.builder(model.path(), model.id().value(), port)
                        .contextSize(context(model, settings))
                        .parallel(settings.parallel())
                        .slotSavePath(kv.resolve(fileName(model.id())))
                        .extraArgs(settings.args());
        settings.gpuLayers().fixed().ifPresent(spec::gpuLayers);
        model.projector().ifPresent(spec::projector);
        if (model.type() == ModelType.EMBEDDING) spec.embeddings();
        if (model.type() == ModelType.RERANK) spec.reranking();
        pooling(model).ifPresent(spec::pooling);
        return spec.build();
    }

    /// What the scheduler needs to know: when a child must be replaced, how many requests it works
    /// on at once, and how long it stays unused.
    ///
    /// @param idleUnload of every model that does not say otherwise; zero keeps it
    static Terms terms(Model model, ModelConfig settings, Duration idleUnload) {
        return new Terms(
                model.fingerprint() + '|' + settings.hashCode(),
                settings.parallel(),
                settings.idleUnload().orElse(idleUnload),
                model.isServed());
    }

    /// Tokens of context: what the user says, else what the file was trained for up to
    /// [#USUAL_CONTEXT]. Of a running server what the user says; else 0: it is not known.
    static int context(Model model, ModelConfig settings) {
        if (model.isServed()) return settings.context().fixed().orElse(0);
        long trained =
                model.facts()
                        .map(ModelFacts::contextLength)
                        .orElse(OptionalLong.empty())
                        .orElse(USUAL_CONTEXT);
        return settings.context().fixed().orElse(Math.clamp(trained, 1, USUAL_CONTEXT));
    }

    /// A model id as a file name.
    static String fileName(ModelId id) {
        return id.value().replace(':', '_').replace('/', '_');
    }

    /// A file that does not say how its vectors become one gets the mean, or `/v1/embeddings` would
    /// be refused.
    private static Optional<String> pooling(Model model) {
        boolean declared =
                model.facts()
                        .flatMap(ModelFacts::pooling)
                        .filter(pooling -> pooling != Pooling.NONE)
                        .isPresent();
        return model.type() == ModelType.EMBEDDING && !declared
                ? Optional.of(Pooling.MEAN.flag())
                : Optional.empty();
    }
}
