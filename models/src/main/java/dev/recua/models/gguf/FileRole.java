package dev.recua.models.gguf;

/// What a GGUF file is for.
public enum FileRole {
    /// Weights that llama-server can load with `--model` (if they are not only a vocabulary).
    MODEL,
    /// A vision or audio encoder, loaded beside a model with `--mmproj`.
    PROJECTOR,
    /// A LoRA or control vector.
    ADAPTER,
    /// Data about a model: an importance matrix and the like.
    OTHER
}
