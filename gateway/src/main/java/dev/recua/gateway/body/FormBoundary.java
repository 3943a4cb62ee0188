package dev.recua.gateway.body;

import java.util.Locale;
import java.util.Optional;

/// What separates the parts of a multipart body (RFC 2046 §5.1.1).
final class FormBoundary {
    private static final String NAME = "boundary";

    private FormBoundary() {}

    /// The boundary that this `Content-Type` names; empty when it is not multipart or names none.
    static Optional<String> of(String contentType) {
        String kind = contentType.strip().toLowerCase(Locale.ROOT);
        if (!kind.startsWith("multipart/")) return Optional.empty();
        return HeaderParameters.of(contentType, NAME).filter(boundary -> !boundary.isEmpty());
    }
}
