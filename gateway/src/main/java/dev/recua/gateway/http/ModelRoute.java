package dev.recua.gateway.http;

import dev.recua.gateway.scheduling.Use;

/// One route that an engine answers.
///
/// @param enginePath what the engine is asked for, percent-encoded as it came
/// @param dialect    the shape of our errors on it
/// @param use        what it does to the child
/// @param payload    what its body must be
record ModelRoute(String enginePath, Dialect dialect, Use use, Payload payload) {
    /// What we ask of a body before a model is loaded for it.
    enum Payload {
        /// A JSON object.
        OBJECT,
        /// JSON of any kind, or nothing.
        ANY,
        /// Nothing: the body is not looked at.
        UNSEEN
    }

    /// The same, asked for by another path.
    ModelRoute at(String path) {
        return new ModelRoute(path, dialect, use, payload);
    }
}
