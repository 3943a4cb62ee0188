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
        return new ServerSpec(
                model,
                alias,
                port,
                OptionalInt.empty(),
                1,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                List.of());
    }

    public ServerSpec withPort(int port) {
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

    public ServerSpec withContextSize(int tokens) {
        return new ServerSpec(
                model,
                alias,
                port,
                OptionalInt.of(tokens),
                parallel,
                gpuLayers,
                projector,
                slotSavePath,
                embeddings,
                pooling,
                reranking,
                extraArgs);
    }

    public ServerSpec withParallel(int leases) {
        return new ServerSpec(
                model,
                alias,
                port,
                contextSize,
                leases,
                gpuLayers,
                projector,
                slotSavePath,
                embeddings,
                pooling,
                reranking,
                extraArgs);
    }

    public ServerSpec withGpuLayers(int layers) {
        return new ServerSpec(
                model,
                alias,
                port,
                contextSize,
                parallel,
                OptionalInt.of(layers),
                projector,
                slotSavePath,
                embeddings,
                pooling,
                reranking,
                extraArgs);
    }

    public ServerSpec withProjector(Path file) {
        return new ServerSpec(
                model,
                alias,
                port,
                contextSize,
                parallel,
                gpuLayers,
                Optional.of(file),
                slotSavePath,
                embeddings,
                pooling,
                reranking,
                extraArgs);
    }

    public ServerSpec withSlotSavePath(Path folder) {
        return new ServerSpec(
                model,
                alias,
                port,
                contextSize,
                parallel,
                gpuLayers,
                projector,
                Optional.of(folder),
                embeddings,
                pooling,
                reranking,
                extraArgs);
    }

    /// Serves embeddings, pooled as the file says.
    public ServerSpec withEmbeddings() {
        return new ServerSpec(
                model,
                alias,
                port,
                contextSize,
                parallel,
                gpuLayers,
                projector,
                slotSavePath,
                true,
                pooling,
                reranking,
                extraArgs);
    }

    /// Serves embeddings, pooled that way, for a file that does not say.
    public ServerSpec withEmbeddings(String pooling) {
        return new ServerSpec(
                model,
                alias,
                port,
                contextSize,
                parallel,
                gpuLayers,
                projector,
                slotSavePath,
                true,
                Optional.of(pooling),
                reranking,
                extraArgs);
    }

    public ServerSpec withReranking() {
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
                true,
                extraArgs);
    }

    public ServerSpec withExtraArgs(List<String> words) {
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
                words);
    }
}
