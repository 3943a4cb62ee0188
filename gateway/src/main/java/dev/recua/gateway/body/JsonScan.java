package dev.recua.gateway.body;

import java.util.Optional;

/// What [JsonScanner] found in a body.
public sealed interface JsonScan extends BodyScan {

    /// A valid JSON object.
    ///
    /// @param model the top-level `model`, unescaped; empty when absent or `null`
    /// @param stream whether the top-level `stream` is `true`; any other value counts as false, the
    ///     engine judges it
    record Found(Optional<String> model, boolean stream) implements JsonScan {}

    /// Not JSON, or an object whose `model` cannot be a name.
    ///
    /// @param offset the first byte that does not fit, counted from 0
    /// @param why one sentence part for the caller: `unexpected 'x' where a value should begin`
    record Malformed(long offset, String why) implements JsonScan {}

    /// Valid JSON, but a number, a string, an array or a literal.
    record NotAnObject() implements JsonScan {}
}
