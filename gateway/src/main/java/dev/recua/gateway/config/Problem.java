package dev.recua.gateway.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One thing that is wrong, or worth a look, in the configuration. Never contains a secret.
///
/// @param severity errors keep the configuration from being used, warnings do not
/// @param origin file, line and column; or the variable; or the option
/// @param key path of the key, such as `models.qwen3:8b.context`; empty when the whole source is
///     meant
/// @param message what is wrong, without a final stop
/// @param hint what to do, as a whole sentence
public record Problem(
        Severity severity, Origin origin, String key, String message, Optional<String> hint) {
    /// Whether the configuration can be used in spite of it.
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// One line for people: `config.yaml:12:5 models.qwen3.contxt: unknown key. Did you mean
    /// context?`
    public String render() {
        var line = new StringBuilder().append(origin).append(' ');
        if (!isError()) line.append("warning: ");
        if (!key.isEmpty()) line.append(key).append(": ");
        line.append(message);
        hint.ifPresent(text -> line.append(". ").append(text));
        return line.toString();
    }

    /// One line each, in the given order, without a line end after the last.
    public static String render(List<Problem> problems) {
        return problems.stream().map(Problem::render).collect(Collectors.joining("\n"));
    }
}
