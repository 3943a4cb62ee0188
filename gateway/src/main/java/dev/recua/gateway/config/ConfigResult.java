package dev.recua.gateway.config;

import java.util.List;

/// What became of the configuration.
public sealed interface ConfigResult {
    /// It can be used.
    ///
    /// @param warnings worth telling, in reading order
    record Valid(GatewayConfig config, List<Problem> warnings) implements ConfigResult {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /// It cannot be used, and nothing of it may be: every error, and the warnings beside them, in
    /// reading order.
    record Invalid(List<Problem> problems) implements ConfigResult {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.stream().noneMatch(Problem::isError)) {
                throw new IllegalArgumentException("invalid without an error: " + problems);
            }
        }
    }

    /// All problems of either case, in reading order.
    default List<Problem> problems() {
        return switch (this) {
            case Valid valid -> valid.warnings();
            case Invalid invalid -> invalid.problems();
        };
    }
}
