package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;

/// What a start says that never came as far as a model.
final class LaunchPatterns {

    private LaunchPatterns() {}

    /// The system could not execute the engine.
    static final List<StartPattern> SYSTEM =
            List.of(
                    StartPattern.of(
                            "missing-library",
                            Cause.MISSING_LIBRARY,
                            "^(?!gdb:).*error while loading shared libraries: .*",
                            "Install the library, or use another engine.",
                            "0.7.0 (build 11669), captured without its libraries"),
                    StartPattern.of(
                            "old-system-library",
                            Cause.MISSING_LIBRARY,
                            "version `[^']+' not found.*",
                            "The engine was built for a newer system: take a build for this "
                                    + "one, or use another engine.",
                            "0.7.0 (build 11669), captured with the C library of Debian 12"),
                    StartPattern.of(
                            "missing-library-macos",
                            Cause.MISSING_LIBRARY,
                            "Library not loaded: .*",
                            "Install the library beside the engine, or use another engine.",
                            "b4519, ggml-org/llama.cpp#11321"),
                    StartPattern.of(
                            "missing-symbol",
                            Cause.MISSING_LIBRARY,
                            "symbol lookup error: .*|dyld.*Symbol not found: .*",
                            "The engine and its libraries are of different builds: install them "
                                    + "together.",
                            "the wording of glibc, elf/dl-lookup.c; no build in particular"),
                    StartPattern.of(
                            "wrong-platform",
                            Cause.WRONG_PLATFORM,
                            "cannot execute binary file.*|Exec format error.*|Bad CPU type in "
                                    + "executable.*|: \\d+: Syntax error: .*",
                            "The engine is for another processor or system: install one for this "
                                    + "machine.",
                            "an ELF file for aarch64, started by Java on x86-64 with /bin/sh from "
                                    + "Debian 12"),
                    StartPattern.of(
                            "not-executable",
                            Cause.NO_PERMISSION,
                            "(?:exec|cannot execute): .*Permission denied",
                            "Make the engine executable for the user that runs this program "
                                    + "(`chmod +x`).",
                            "the wording of dash 0.5.12 for a start script"),
                    StartPattern.of(
                            "illegal-instruction",
                            Cause.ILLEGAL_INSTRUCTION,
                            "Illegal instruction.*",
                            "This processor lacks an instruction that the engine was built "
                                    + "for: use a build for older processors.",
                            "ggml-org/llama.cpp#8734"),
                    StartPattern.of(
                            "no-backend",
                            Cause.MISSING_LIBRARY,
                            "no backends are loaded.*",
                            "The engine does not find its own libggml-* files: install it "
                                    + "anew, or use another engine.",
                            "src/llama.cpp since ggml-org/llama.cpp#13589; justrach/nanobrew#360"));

    /// The address could not be had.
    static final List<StartPattern> ADDRESS =
            List.of(
                    StartPattern.of(
                            "address-not-bound",
                            Cause.PORT_IN_USE,
                            "couldn't bind HTTP server socket.*",
                            "Free the port, or check the host name; the start is repeated with "
                                    + "another port by itself.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "http-not-started",
                            Cause.BAD_VALUE,
                            "static assets path not found: .*|failed to initialize HTTP server.*",
                            "Correct the argument that names the file or folder.",
                            "0.7.0 (build 11669), captured"));

    /// An argument was refused.
    static final List<StartPattern> ARGUMENTS =
            List.of(
                    StartPattern.of(
                            "unknown-flag",
                            Cause.UNKNOWN_FLAG,
                            "error: invalid argument: .*",
                            "Remove the argument, or use an engine that knows it.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "removed-flag",
                            Cause.UNKNOWN_FLAG,
                            "the argument has been removed.*|error: argument has been removed.*",
                            "Use the argument that the message names instead.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "device-not-found",
                            Cause.GPU_NOT_FOUND,
                            "invalid device: .*",
                            "Run `llama-server --list-devices` and correct the name, or check the "
                                    + "driver of the GPU.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "argument-file-not-found",
                            Cause.BAD_VALUE,
                            "error while handling argument \"[^\"]+\": (?:error: failed to open "
                                    + "file|not a directory).*|failed to open MCP config file.*",
                            "Correct the path in the arguments, or create what it names.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "bad-environment",
                            Cause.BAD_VALUE,
                            "error while handling environment variable .*",
                            "Correct or unset the variable.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "bad-value",
                            Cause.BAD_VALUE,
                            "error while handling argument .*",
                            "Correct the value of the argument.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "template-not-supported",
                            Cause.BAD_TEMPLATE,
                            "the supplied chat template is not supported.*",
                            "Correct `--chat-template`, or leave it away to use the model's own.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "bad-grammar",
                            Cause.BAD_VALUE,
                            "failed to parse grammar.*",
                            "Correct `--grammar` or `--json-schema`.",
                            "0.7.0 (build 11669), captured"),
                    StartPattern.of(
                            "quantized-cache-without-flash-attention",
                            Cause.BAD_VALUE,
                            "quantized V cache requires flash_attn.*|V cache quantization requires "
                                    + "flash_attn.*",
                            "Turn flash attention on (`--flash-attn on`), or leave `--cache-type-v` "
                                    + "away.",
                            "0.7.0 (build 11669), captured"));
}
