package dev.recua.client.config;

/// How an own llama-server is started (`--threads`, `--n-gpu-layers`, `--no-mmap`, `--mlock`,
/// `--ctx-size`). A server that runs already takes no notice.
///
/// @param nThreads   at least 1
/// @param nGpuLayers 0 to 999
/// @param nCtx       512 to 131072 tokens
public record Performance(
        int nThreads, int nGpuLayers, boolean useMmap, boolean useMlock, int nCtx) {
    /// The defaults of source 002's schema.
    public static final Performance DEFAULT = new Performance(4, 0, true, false, 4096);
}
