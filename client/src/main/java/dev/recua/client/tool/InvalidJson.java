package dev.recua.client.tool;

import java.util.List;

/// What a model wrote is not the JSON that was asked for. The message tells every problem and can
/// go
/// back to the model as it is.
public final class InvalidJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidJson(String what, List<String> problems) {
        super(what + ": " + String.join("; ", problems) + ".");
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, each with its place as a JSON pointer.
    public List<String> problems() {
        return problems;
    }
}
