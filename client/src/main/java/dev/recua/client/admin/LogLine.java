package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// One line of a log. What the line does not tell is null.
///
/// @param at     ISO 8601
/// @param level  `debug`, `info`, `warn` or `error`
/// @param source `gateway`, or the id of a model
@JsonIgnoreProperties(ignoreUnknown = true)
public record LogLine(
        @Nullable String at,
        @OneOf({"debug", "info", "warn", "error"}) @Nullable String level,
        String source,
        String text) {}
