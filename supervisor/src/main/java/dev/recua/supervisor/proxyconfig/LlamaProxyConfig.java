package dev.recua.supervisor.proxyconfig;

import dev.recua.supervisor.service.LlamaServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What is in a `.llama-proxy-config.json`.
///
/// Keys and defaults are those of source 000 ([LlamaServerConfig] has them); a key that is missing
/// or null has its default. Its further options (`min_p`, `mlock`, `rope_freq_base`, …) become
/// words of `serverArgs`, before those of the file itself, so that these beat them. `basePath` and
/// `llama_model_path` are read as they stand, relative to the folder the program runs in, as there.
///
/// - A missing file is a file without keys.
/// - A broken file is [Broken], with line and column; so is a value of a wrong type or out of
///   range, with its key. Every problem is told at once.
/// - An unknown key, and one whose option llama.cpp has no more, is a warning.
///
/// The timing keys are ours: `startupTimeout` in seconds, `healthCheckIntervalMs`,
/// `healthCheckTimeoutMs` and `stopGraceMs` in milliseconds, `maxRetries`, `autoStart`.
public sealed interface LlamaProxyConfig {
    /// Its name, in the folder that the program runs in.
    String FILE_NAME = ".llama-proxy-config.json";

    /// The configuration.
    ///
    /// @throws IllegalArgumentException when the file is broken; says every problem
    LlamaServerConfig orThrow();

    /// It can be used.
    ///
    /// @param warnings what was passed over
    record Usable(LlamaServerConfig config, List<Finding> warnings) implements LlamaProxyConfig {
        public Usable {
            warnings = List.copyOf(warnings);
        }

        @Override
        public LlamaServerConfig orThrow() {
            return config;
        }
    }

    /// It cannot.
    ///
    /// @param problems at least one
    record Broken(List<Finding> problems) implements LlamaProxyConfig {
        public Broken {
            problems = List.copyOf(problems);
        }

        /// Every problem, one a line.
        public String message() {
            return problems.stream().map(Finding::message).collect(Collectors.joining("\n"));
        }

        @Override
        public LlamaServerConfig orThrow() {
            throw new IllegalArgumentException(message());
        }
    }

    /// Reads a file.
    ///
    /// @throws IOException when it is there and cannot be read
    static LlamaProxyConfig read(Path file) throws IOException {
        Path name = file.getFileName();
        try {
            return parse(Files.readString(file), name == null ? file.toString() : name.toString());
        } catch (NoSuchFileException missing) {
            return new Usable(LlamaServerConfig.builder().build(), List.of());
        }
    }

    /// Reads its text.
    ///
    /// @param name of the file, for messages
    static LlamaProxyConfig parse(String text, String name) {
        return new ProxyFile(name).read(text);
    }
}
