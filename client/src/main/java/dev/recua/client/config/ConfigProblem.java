package dev.recua.client.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One thing that is wrong, or worth a look, in a client's configuration. Never contains a key.
///
/// @param severity errors keep the configuration from being used, warnings do not
/// @param source   the file as it was named, or the environment variable
/// @param line     from 1; 0 when no place in the file is meant
/// @param column   from 1; 0 likewise
/// @param pointer  JSON pointer such as `/nanocoder/llamaCpp/timeout`, into the file, or for a
///     variable to where `client.json` has it; empty when the whole source is meant
/// @param message  what is wrong, what is allowed and what was there, without a final stop
/// @param hint     what to do, as a whole sentence
public record ConfigProblem(
        Severity severity,
        String source,
        int line,
        int column,
        String pointer,
        String message,
        Optional<String> hint) {
    /// Whether the configuration can be used in spite of it.
    public enum Severity {
        ERROR,
        WARNING
    }

    /// Whether it keeps the configuration from being used.
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// One line for people: `client.json:4:9 /providers/llama-cpp/timeout: must be …, was 0. …`
    public String render() {
        var text = new StringBuilder(source);
        if (line > 0) text.append(':').append(line).append(':').append(column);
        if (!pointer.isEmpty()) text.append(' ').append(pointer);
        text.append(": ").append(message);
        hint.ifPresent(it -> text.append(". ").append(it));
        return text.toString();
    }

    /// One line each, without a line end after the last.
    public static String render(List<ConfigProblem> problems) {
        return problems.stream().map(ConfigProblem::render).collect(Collectors.joining("\n"));
    }
}
