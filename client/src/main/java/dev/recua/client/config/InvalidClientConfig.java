package dev.recua.client.config;

import java.util.List;

/// A client's configuration cannot be used. The message has every problem, one a line, and no key.
public final class InvalidClientConfig extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /// @param problems at least one is an error
    public InvalidClientConfig(List<ConfigProblem> problems) {
        super("the client's configuration is invalid:\n" + ConfigProblem.render(problems));
        this.problems = List.copyOf(problems);
    }

    /// Every problem.
    public List<ConfigProblem> problems() {
        return problems;
    }
}
