package dev.recua.supervisor.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a build of llama.cpp computes on.
public enum Variant {
    CPU,
    /// Apple's GPUs; part of every macOS build for Apple silicon.
    METAL,
    /// Any GPU with a Vulkan driver.
    VULKAN,
    /// NVIDIA's GPUs. llama.cpp publishes no such binary for Linux; one can be named with
    /// `--engine`.
    CUDA;

    /// The name in folders, JSON and configuration: `cpu`, `metal`, `vulkan`, `cuda`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The variant of that [#id()], in any case.
    public static Optional<Variant> find(String id) {
        return Arrays.stream(values()).filter(v -> v.id().equalsIgnoreCase(id)).findFirst();
    }
}
