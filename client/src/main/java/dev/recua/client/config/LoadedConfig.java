package dev.recua.client.config;

import java.util.List;

/// What came of reading a configuration.
public sealed interface LoadedConfig {
    /// The configuration.
    ///
    /// @throws InvalidClientConfig when it cannot be used; says every problem
    ClientConfig orThrow();

    /// Everything that is wrong or worth a look, in the order of the file; those of variables last.
    List<ConfigProblem> problems();

    /// It can be used.
    ///
    /// @param problems warnings only
    record Usable(ClientConfig config, List<ConfigProblem> problems) implements LoadedConfig {
        public Usable {
            problems = List.copyOf(problems);
        }

        @Override
        public ClientConfig orThrow() {
            return config;
        }
    }

    /// It cannot.
    ///
    /// @param problems at least one is an error
    record Broken(List<ConfigProblem> problems) implements LoadedConfig {
        public Broken {
            problems = List.copyOf(problems);
        }

        @Override
        public ClientConfig orThrow() {
            throw new InvalidClientConfig(problems);
        }
    }
}
