package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;

/// What a start says that could read the file, and not use it.
final class ModelPatterns {

    private ModelPatterns() {}

    /// The content does not fit this engine, or not itself.
    static final List<StartPattern> MODELS =
            List.of(
                    StartPattern.of(
                            "projector-of-another-model",
                            Cause.BAD_PROJECTOR,
                            "mismatch between text model \\(n_embd.*",
                            "Use the projector (mmproj) that belongs to this model.",
                            "ggml-org/llama.cpp#20899"),
                    StartPattern.of(
                            "bad-projector",
                            Cause.BAD_PROJECTOR,
                            "Failed to load CLIP model from .*|failed to load multimodal model.*",
                            "Check `--mmproj`: the file is no projector that this engine knows.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "projector-as-model",
                            Cause.BAD_MODEL,
                            "CLIP cannot be used as main model.*",
                            "The file is a projector: name the model itself as the model, "
                                    + "and this one with `--mmproj`.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "unknown-architecture",
                            Cause.UNKNOWN_ARCHITECTURE,
                            "unknown model architecture: .*|unknown architecture.*",
                            "Use a newer engine: this one does not know the architecture.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "unknown-pre-tokenizer",
                            Cause.BAD_TOKENIZER,
                            "unknown pre-tokenizer type: .*",
                            "Use a newer engine: this one does not know how the model splits "
                                    + "text.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "unknown-tokenizer",
                            Cause.BAD_TOKENIZER,
                            "unknown tokenizer: .*",
                            "Use a newer engine: this one does not know the tokenizer.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "missing-vocabulary",
                            Cause.BAD_TOKENIZER,
                            "error loading model vocabulary: .*",
                            "The file has no usable vocabulary: download or convert it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "bad-hyperparameters",
                            Cause.BAD_MODEL,
                            "error loading model hyperparameters: .*",
                            "A value that the engine needs is missing or wrong: use a newer engine, "
                                    + "or convert the model again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "missing-tensor",
                            Cause.BAD_TENSORS,
                            "check_tensor_dims: tensor '.*' not found.*|missing tensor '.*",
                            "A part of the model is missing: use a newer engine, or convert the "
                                    + "model again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "wrong-tensor-shape",
                            Cause.BAD_TENSORS,
                            "has wrong shape; expected .*",
                            "The model contradicts itself: use a newer engine, or convert the model "
                                    + "again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "wrong-tensor-count",
                            Cause.BAD_TENSORS,
                            "wrong number of tensors; expected .*",
                            "Use a newer engine, or convert the model again.",
                            "ggml-org/llama.cpp#7157"),
                    StartPattern.of(
                            "bad-template",
                            Cause.BAD_TEMPLATE,
                            "chat template parsing error.*|failed to initialize chat template.*",
                            "Give another template (`--chat-template chatml`), or use a "
                                    + "newer engine.",
                            "0.7.0 (build 11669), captured"));

    /// Words that follow most of the causes above: only when nothing else was said.
    static final List<StartPattern> GENERAL =
            List.of(
                    StartPattern.of(
                            "no-context",
                            Cause.BAD_MODEL,
                            "failed to create_context with model.*|failed to create context with "
                                    + "model.*",
                            "Read the log lines; the settings of the model may not fit together.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "model-not-loaded",
                            Cause.BAD_MODEL,
                            "error loading model: .*|failed to load model.*",
                            "Read the log lines; the model may need a newer engine or other "
                                    + "settings.",
                            "0.7.0 (build 11669), captured"));
}
