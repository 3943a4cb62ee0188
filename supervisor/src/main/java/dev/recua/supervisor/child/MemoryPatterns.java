package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;

/// What a start says that had no memory, or no GPU to work with.
final class MemoryPatterns {

    private MemoryPatterns() {}

    /// The GPU, its driver or its build do not serve.
    static final List<StartPattern> GPU =
            List.of(
                    StartPattern.of(
                            "cuda-driver-too-old",
                            Cause.GPU_DRIVER,
                            "CUDA driver version is insufficient.*|unsupported display driver / "
                                    + "cuda driver combination.*|forward compatibility was attempted.*",
                            "Update the NVIDIA driver, or use a build for the CUDA version that it "
                                    + "has.",
                            "ggml-org/llama.cpp#17542, ollama/ollama#7666"),
                    StartPattern.of(
                            "vulkan-driver-missing",
                            Cause.GPU_DRIVER,
                            "ErrorIncompatibleDriver.*|vk::IncompatibleDriverError.*",
                            "Install the Vulkan driver of the GPU, or use a build without Vulkan.",
                            "b4549, ggml-org/llama.cpp#11493"),
                    StartPattern.of(
                            "gpu-not-supported",
                            Cause.GPU_UNSUPPORTED,
                            "no kernel image is available.*|ROCm error: invalid device function.*",
                            "This build has no code for this GPU: use another build, or none "
                                    + "of the GPU (`--gpu-layers 0`).",
                            "ggml-org/llama.cpp#4215"),
                    StartPattern.of(
                            "rocm-gpu-not-supported",
                            Cause.GPU_UNSUPPORTED,
                            "rocBLAS error: Cannot read .*",
                            "ROCm does not know this GPU: use a build with Vulkan, or none "
                                    + "of the GPU (`--gpu-layers 0`).",
                            "ggml-org/llama.cpp#14421"),
                    StartPattern.of(
                            "gpu-lost",
                            Cause.GPU_LOST,
                            "ErrorDeviceLost.*|vk::DeviceLostError.*|device lost on .*|GPU is "
                                    + "lost.*|unspecified launch failure.*",
                            "The driver gave the GPU up: try again, and restart the machine when it "
                                    + "does not come back.",
                            "ggml-org/llama.cpp#13248, #27076 (build 10430)"),
                    StartPattern.of(
                            "no-gpu",
                            Cause.GPU_NOT_FOUND,
                            "No device of requested type available.*",
                            "The build finds no GPU of its kind: check the driver, or use a build "
                                    + "for the CPU.",
                            "intel/ipex-llm#12420"),
                    StartPattern.of(
                            "gpu-error",
                            Cause.CRASHED,
                            "(?:CUDA|ROCm|MUSA) error: .*",
                            "Read the log lines; update the driver of the GPU, or use another "
                                    + "build.",
                            "ggml/src/ggml-cuda/ggml-cuda.cu, ggml_cuda_error"));

    /// Some memory was too small.
    static final List<StartPattern> OUT_OF_MEMORY =
            List.of(
                    StartPattern.of(
                            "rocm-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "failed to allocate ROCm\\d* ?\\w* ?buffer.*|unable to allocate "
                                    + "ROCm.*|ROCm error: out of memory.*",
                            "Take a smaller context or fewer layers on the GPU, or unload "
                                    + "another model from the GPU.",
                            "ggml-org/llama.cpp#16725"),
                    StartPattern.of(
                            "cuda-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "failed to allocate CUDA\\d* ?\\w* ?buffer.*|unable to allocate "
                                    + "CUDA.*|CUDA error: out of memory.*",
                            "Take a smaller context or fewer layers on the GPU, or unload "
                                    + "another model from the GPU.",
                            "the same lines as ggml-org/llama.cpp#16725, with the device name of "
                                    + "ggml/src/ggml-cuda/ggml-cuda.cu"),
                    StartPattern.of(
                            "vulkan-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "ErrorOutOf(?:Device|Host)Memory.*|ggml_vulkan: Device memory "
                                    + "allocation of size .*",
                            "Take a smaller context or fewer layers on the GPU, or unload "
                                    + "another model from the GPU.",
                            "build 11059, ggml-org/llama.cpp#29270"),
                    StartPattern.of(
                            "metal-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "kIOGPUCommandBufferCallbackErrorOutOfMemory.*|unable to allocate "
                                    + "Metal.*|failed to allocate (?:MTL|Metal)\\w* buffer.*",
                            "Take a smaller context, or close other programs: the GPU shares "
                                    + "the memory of the machine.",
                            "ggml-org/llama.cpp#22673, #9701"),
                    StartPattern.of(
                            "gpu-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "cudaMalloc failed: out of memory.*|\\bout of memory\\b.*",
                            "Take a smaller context or fewer layers on the GPU, or unload "
                                    + "another model.",
                            "ggml-org/llama.cpp#16725"),
                    StartPattern.of(
                            "kv-cache-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "failed to allocate buffer for (?:kv|rs) cache.*",
                            "Take a smaller context or fewer parallel requests, or a smaller "
                                    + "`--cache-type-k`.",
                            "0.7.0 (build 11669), captured with ulimit -v"),
                    StartPattern.of(
                            "compute-buffer-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "failed to allocate compute.*",
                            "Lower `--ubatch-size`, take a smaller context, or unload "
                                    + "another model.",
                            "0.7.0 (build 11669), captured with ulimit -v"),
                    StartPattern.of(
                            "host-out-of-memory",
                            Cause.OUT_OF_MEMORY,
                            "insufficient memory \\(attempted.*|failed to allocate (?:CPU\\w* "
                                    + ")?buffer.*|unable to allocate .*buffer.*",
                            "Unload another model, close other programs, or use a smaller model.",
                            "0.7.0 (build 11669), captured with ulimit -v"),
                    StartPattern.of(
                            "bad-alloc",
                            Cause.OUT_OF_MEMORY,
                            "std::bad_alloc.*|bad allocation.*",
                            "Unload another model, close other programs, or use a smaller model.",
                            "ggml-org/llama.cpp#4928"),
                    StartPattern.of(
                            "mmap-failed",
                            Cause.OUT_OF_MEMORY,
                            "mmap failed: .*",
                            "Raise the limit of virtual memory (`ulimit -v`), or load without it "
                                    + "(`--load-mode none`).",
                            "src/llama-mmap.cpp at 0650ea8c"),
                    StartPattern.of(
                            "no-more-threads",
                            Cause.OUT_OF_MEMORY,
                            "Resource temporarily unavailable",
                            "Raise the limit of processes (`ulimit -u`) or of memory.",
                            "0.7.0 (build 11669), captured with ulimit -v"));

    /// What is said when memory is short, but also by a start that goes on.
    static final List<StartPattern> UNSURE =
            List.of(
                    StartPattern.of(
                            "memory-not-locked",
                            Cause.OUT_OF_MEMORY,
                            "failed to mlock .*",
                            "Raise the limit of locked memory (`ulimit -l`), or leave mlock away.",
                            "0.7.0 (build 11669), captured with ulimit -l 0; a warning by itself"),
                    StartPattern.of(
                            "aborted",
                            Cause.CRASHED,
                            "GGML_ASSERT\\(.*",
                            "Read the log lines; the engine met a case that it does not expect.",
                            "0.7.0 (build 11669), captured with ulimit -v"));
}
