package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a configuration and says what is wrong with it, for `recua config check`.
@FunctionalInterface
public interface ConfigCheck {
    /// Checks the file and the environment that goes with it. Changes nothing.
    ///
    /// @param config the file to check; empty for the one that `serve` would read
    /// @param home the folder that holds everything, like `RECUA_HOME`
    Report check(Optional<Path> config, Optional<Path> home);

    /// What a check found.
    ///
    /// @param file which file was meant
    /// @param exists whether it is there; without one the defaults apply
    /// @param problems each with line, key and what to do; a configuration with one is not used
    /// @param warnings the same for what works and is probably not meant
    record Report(Path file, boolean exists, List<String> problems, List<String> warnings) {
        public Report {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }

        /// Whether a gateway would start with it.
        public boolean isValid() {
            return problems.isEmpty();
        }
    }
}
