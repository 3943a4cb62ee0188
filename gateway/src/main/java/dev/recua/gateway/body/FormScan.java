package dev.recua.gateway.body;

import java.util.Optional;

/// What [FormScanner] found in a multipart body. Whether the rest of it is right is judged by the
/// engine.
///
/// @param model the first field `model` that is no file; empty when there is none, when it is
///     empty, or longer than a name may be
public record FormScan(Optional<String> model) implements BodyScan {}
