package dev.recua.client.config;

import dev.recua.client.config.ConfigProblem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What was found wrong while one configuration was read. For one thread.
final class Findings {
    private final List<ConfigProblem> all = new ArrayList<>();

    void error(Place at, String message) {
        add(Severity.ERROR, at, message, Optional.empty());
    }

    void error(Place at, String message, String hint) {
        add(Severity.ERROR, at, message, Optional.of(hint));
    }

    void warning(Place at, String message, String hint) {
        add(Severity.WARNING, at, message, Optional.of(hint));
    }

    void add(Severity severity, Place at, String message, Optional<String> hint) {
        all.add(
                new ConfigProblem(
                        severity,
                        at.source(),
                        at.line(),
                        at.column(),
                        at.pointer(),
                        message,
                        hint));
    }

    boolean hasErrors() {
        return all.stream().anyMatch(ConfigProblem::isError);
    }

    /// In the order of the file; those of variables come after it.
    List<ConfigProblem> sorted() {
        return all.stream()
                .sorted(
                        Comparator.comparingInt(
                                        (ConfigProblem it) ->
                                                it.line() == 0 ? Integer.MAX_VALUE : it.line())
                                .thenComparingInt(ConfigProblem::column))
                .toList();
    }
}
