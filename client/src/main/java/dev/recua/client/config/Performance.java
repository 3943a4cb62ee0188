package dev.recua.client.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an own llama-server is started; null is not said, and left to whoever starts it. A server
/// that runs already takes no notice, except that [#nCtx] tells a client how much context there is.
///
/// @param nThreads   1 to 512 (`--threads`); source 002 allows 32, more is a warning in a file
/// @param nGpuLayers 0 to 999 (`--n-gpu-layers`)
/// @param useMmap    false reads the file instead of mapping it (`--no-mmap`)
/// @param useMlock   true keeps the model in memory (`--mlock`)
/// @param nCtx       512 to 131072 tokens (`--ctx-size`)
public record Performance(
        @Nullable Integer nThreads,
        @Nullable Integer nGpuLayers,
        @Nullable Boolean useMmap,
        @Nullable Boolean useMlock,
        @Nullable Integer nCtx) {
    /// Nothing said.
    public static final Performance UNSET = new Performance(null, null, null, null, null);

    /// The defaults of source 002's schema, said aloud.
    public static final Performance DEFAULT = new Performance(4, 0, true, false, 4096);

    /// @throws IllegalArgumentException with the key, when a value is out of its range
    public Performance {
        Keys.N_THREADS.require(nThreads);
        Keys.N_GPU_LAYERS.require(nGpuLayers);
        Keys.N_CTX.require(nCtx);
    }

    /// What a llama-server is told, in the words that llama.cpp has had from the beginning, in the
    /// order of the fields:
    ///
    /// | key | words |
    /// |---|---|
    /// | `nThreads` 4 | `--threads 4` |
    /// | `nGpuLayers` 0 | `--n-gpu-layers 0` |
    /// | `useMmap` false | `--no-mmap`; true is what it does anyway |
    /// | `useMlock` true | `--mlock`; false is what it does anyway |
    /// | `nCtx` 4096 | `--ctx-size 4096` |
    ///
    /// Newer builds say the two in the middle by `--load-mode`; `dev.recua.supervisor.args.Dialect`
    /// puts them into the words of one build.
    public List<String> args() {
        List<String> args = new ArrayList<>();
        if (nThreads != null) args.addAll(List.of("--threads", nThreads.toString()));
        if (nGpuLayers != null) args.addAll(List.of("--n-gpu-layers", nGpuLayers.toString()));
        if (Boolean.FALSE.equals(useMmap)) args.add("--no-mmap");
        if (Boolean.TRUE.equals(useMlock)) args.add("--mlock");
        if (nCtx != null) args.addAll(List.of("--ctx-size", nCtx.toString()));
        return List.copyOf(args);
    }
}
