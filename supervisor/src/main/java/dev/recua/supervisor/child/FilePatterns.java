package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;

/// What a start says that could not read a file.
final class FilePatterns {

    private FilePatterns() {}

    /// A file is not there, not readable, or no whole GGUF file.
    static final List<StartPattern> FILES =
            List.of(
                    StartPattern.of(
                            "missing-part",
                            Cause.MISSING_PART,
                            "failed to load GGUF split from .*",
                            "Download the missing part of the model into the same folder.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "not-the-first-part",
                            Cause.BAD_VALUE,
                            "illegal split file idx: .*|invalid split file name: .*",
                            "Name the first part of the model (…-00001-of-….gguf), with its "
                                    + "original name.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "adapter-not-found",
                            Cause.FILE_NOT_FOUND,
                            "llama_adapter_lora_init: failed to open .*",
                            "Check the path in `--lora`.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "bad-adapter",
                            Cause.BAD_ADAPTER,
                            "failed to apply lora adapter.*|failed to load lora adapter.*",
                            "Check `--lora`: the file is no adapter for this model.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "file-not-readable",
                            Cause.NO_PERMISSION,
                            "failed to open GGUF file .*\\(Permission denied\\).*|: Permission "
                                    + "denied$",
                            "Make the file readable for the user that runs this program.",
                            "0.7.0 (build 11669), captured as another user"),
                    StartPattern.of(
                            "file-not-found",
                            Cause.FILE_NOT_FOUND,
                            "failed to open GGUF file .*|failed to open .*\\(No such file or "
                                    + "directory\\).*",
                            "Check the path of the model, or download it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "bad-magic",
                            Cause.BAD_MAGIC,
                            "invalid magic characters: .*",
                            "The file is no GGUF model: check the path of the model, or "
                                    + "download it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "empty-file",
                            Cause.BAD_MAGIC,
                            "failed to read magic.*",
                            "The file is empty or a folder: check the path of the model, or "
                                    + "download it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "big-endian",
                            Cause.BAD_VERSION,
                            "mismatch between the host and model endianness.*",
                            "The file is for machines with the other byte order: download or "
                                    + "convert it for this one.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "version-too-old",
                            Cause.BAD_VERSION,
                            "GGUFv1 is no longer supported.*|bad GGUF version.*",
                            "Convert or download the file again: its version is no longer read.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "version-too-new",
                            Cause.BAD_VERSION,
                            "this GGUF file is version .*",
                            "Use a newer engine: this one does not read the version of the "
                                    + "file.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "unknown-quantization",
                            Cause.UNKNOWN_QUANTIZATION,
                            "has invalid ggml type .*",
                            "Use a newer engine, or a file with another quantization.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "removed-quantization",
                            Cause.UNKNOWN_QUANTIZATION,
                            "of type \\d+ \\((?:DEPRECATED|TYPE_\\w+ REMOVED).*",
                            "Download the model with another quantization: engines no longer read "
                                    + "this one.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "damaged-header",
                            Cause.BAD_MODEL,
                            "duplicate (?:key|tensor name) .*|has invalid number of elements.*|has "
                                    + "offset \\d+, expected .*",
                            "The file is damaged: download or convert it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "truncated-header",
                            Cause.TRUNCATED,
                            "failed to read (?:key-value pairs|tensor info|header|tensor data).*",
                            "The file is incomplete or damaged: download it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "truncated-data",
                            Cause.TRUNCATED,
                            "tensor '.*' data is not within the file bounds.*",
                            "The file is incomplete or damaged: download it again.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "file-ends-early",
                            Cause.TRUNCATED,
                            "unexpectedly reached end of file.*",
                            "The file is incomplete or changed while it was read: download it "
                                    + "again.",
                            "src/llama-mmap.cpp at 0650ea8c"));
}
