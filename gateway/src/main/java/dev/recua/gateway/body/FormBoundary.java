package dev.recua.gateway.body;

import java.util.Locale;
import java.util.Optional;

/// What separates the parts of a multipart body (RFC 2046 §5.1.1).
final class FormBoundary {
    private static final String NAME = "boundary";

    private FormBoundary() {}

    /// The boundary that this `Content-Type` names; empty when it is not multipart. A multipart
    /// type that names none gives the empty text: no part will be found, and the engine says what
    /// is wrong.
    static Optional<String> of(String contentType) {
        String kind = contentType.strip().toLowerCase(Locale.ROOT);
        if (!kind.startsWith("multipart/")) return Optional.empty();
        return HeaderParameters.of(contentType, NAME).or(() -> Optional.of(""));
    }
}
