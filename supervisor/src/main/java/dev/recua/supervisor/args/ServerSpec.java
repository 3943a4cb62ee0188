package dev.recua.supervisor.args;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a child shall serve and how, before it is put into words.
///
/// @param model        the GGUF file (the first part of a split one)
/// @param alias        the name it answers to, our model id
/// @param port         it listens on this port of 127.0.0.1; 1 to 65535
/// @param contextSize  tokens of context; empty: the model's own
/// @param parallel     leases it gives at once, at least 1
/// @param gpuLayers    layers put on the GPU; empty: the engine decides
/// @param projector    the file for images and sound (`--mmproj`)
/// @param slotSavePath folder for saved slots
/// @param embeddings   true: serves embeddings only
/// @param pooling      how token vectors become one, when the file does not say: `mean`, `cls`,
///     `last`
/// @param reranking    true: serves reranking
/// @param extraArgs    the user's own words, already split ([ShellWords])
public record ServerSpec(
        Path model,
        String alias,
        int port,
        OptionalInt contextSize,
        int parallel,
        OptionalInt gpuLayers,
        Optional<Path> projector,
        Optional<Path> slotSavePath,
        boolean embeddings,
        Optional<String> pooling,
        boolean reranking,
        List<String> extraArgs) {
    public ServerSpec {
        if (alias.isBlank()) throw new IllegalArgumentException("a child needs an alias");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("not a port: " + port);
        if (parallel < 1)
            throw new IllegalArgumentException("parallel must be at least 1, was " + parallel);
        if (contextSize.isPresent() && contextSize.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "context must be at least 1, was " + contextSize.getAsInt());
        }
        if (gpuLayers.isPresent() && gpuLayers.getAsInt() < 0) {
            throw new IllegalArgumentException("gpu-layers is negative: " + gpuLayers.getAsInt());
        }
        extraArgs = List.copyOf(extraArgs);
    }

    /// A chat model with one lease, the model's own context, and nothing special.
    public static ServerSpec of(Path model, String alias, int port) {
        return builder(model, alias, port).build();
    }

    /// Starts from what [#of] gives.
    public static Builder builder(Path model, String alias, int port) {
        return new Builder(model, alias, port);
    }

    /// A builder that begins with all of this.
    public Builder with() {
        return new Builder(this);
    }

    /// Collects what a child shall be; [#build] checks it. Not for several threads.
    public static final class Builder {
        private final Path model;
        private final String alias;
        private int port;
        private OptionalInt contextSize = OptionalInt.empty();
        private int parallel = 1;
        private OptionalInt gpuLayers = OptionalInt.empty();
        private Optional<Path> projector = Optional.empty();
        private Optional<Path> slotSavePath = Optional.empty();
        private boolean embeddings;
        private Optional<String> pooling = Optional.empty();
        private boolean reranking;
        private List<String> extraArgs = List.of();

        private Builder(Path model, String alias, int port) {
            this.model = model;
            this.alias = alias;
            this.port = port;
        }

        private Builder(ServerSpec spec) {
            this(spec.model, spec.alias, spec.port);
            contextSize = spec.contextSize;
            parallel = spec.parallel;
            gpuLayers = spec.gpuLayers;
            projector = spec.projector;
            slotSavePath = spec.slotSavePath;
            embeddings = spec.embeddings;
            pooling = spec.pooling;
            reranking = spec.reranking;
            extraArgs = spec.extraArgs;
        }

        public Builder port(int number) {
            port = number;
            return this;
        }

        public Builder contextSize(int tokens) {
            contextSize = OptionalInt.of(tokens);
            return this;
        }

        public Builder parallel(int leases) {
            parallel = leases;
            return this;
        }

        public Builder gpuLayers(int layers) {
            gpuLayers = OptionalInt.of(layers);
            return this;
        }

        public Builder projector(Path file) {
            projector = Optional.of(file);
            return this;
        }

        public Builder slotSavePath(Path folder) {
            slotSavePath = Optional.of(folder);
            return this;
        }

        /// Serves embeddings, pooled as the file says, or as [#pooling] does.
        public Builder embeddings() {
            embeddings = true;
            return this;
        }

        /// How token vectors become one, for a file that does not say.
        public Builder pooling(String kind) {
            pooling = Optional.of(kind);
            return this;
        }

        public Builder reranking() {
            reranking = true;
            return this;
        }

        /// The user's own words.
        public Builder extraArgs(List<String> words) {
            extraArgs = words;
            return this;
        }

        /// What was collected.
        ///
        /// @throws IllegalArgumentException when something cannot be; says what
        public ServerSpec build() {
            return new ServerSpec(
                    model,
                    alias,
                    port,
                    contextSize,
                    parallel,
                    gpuLayers,
                    projector,
                    slotSavePath,
                    embeddings,
                    pooling,
                    reranking,
                    extraArgs);
        }
    }
}
