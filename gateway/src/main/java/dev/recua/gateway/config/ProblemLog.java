package dev.recua.gateway.config;

import dev.recua.gateway.config.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects problems while one configuration is read. Used by one thread.
final class ProblemLog {
    private final List<Problem> problems = new ArrayList<>();

    void error(Origin origin, String key, String message, String hint) {
        add(Severity.ERROR, origin, key, message, Optional.of(hint));
    }

    void error(Origin origin, String key, BadValue bad) {
        add(Severity.ERROR, origin, key, String.valueOf(bad.getMessage()), Optional.of(bad.hint()));
    }

    void warning(Origin origin, String key, String message, Optional<String> hint) {
        add(Severity.WARNING, origin, key, message, hint);
    }

    boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /// Whether an error was found at this key.
    boolean hasErrorAt(String key) {
        return problems.stream()
                .anyMatch(problem -> problem.isError() && problem.key().equals(key));
    }

    /// In the order in which a reader meets them: down the file, then the environment, then the
    /// command line.
    List<Problem> sorted() {
        return problems.stream()
                .distinct()
                .sorted(
                        Comparator.comparingInt((Problem p) -> rank(p.origin()))
                                .thenComparing(p -> name(p.origin())))
                .toList();
    }

    private void add(
            Severity severity, Origin origin, String key, String message, Optional<String> hint) {
        problems.add(new Problem(severity, origin, key, message, hint));
    }

    private static int rank(Origin origin) {
        return switch (origin) {
            case Origin.InFile _ -> 0;
            case Origin.Variable _ -> 1;
            case Origin.Option _ -> 2;
        };
    }

    private static String name(Origin origin) {
        return switch (origin) {
            case Origin.InFile(_, int line, int column) -> "%09d:%09d".formatted(line, column);
            case Origin.Variable(String name) -> name;
            case Origin.Option(String name) -> name;
        };
    }
}
