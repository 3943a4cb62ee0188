package dev.recua.gateway.http;

import io.vertx.core.http.HttpServerRequest;

/// A part of the address that answers by itself, behind [Routes], which has judged the caller.
///
/// Lives on the event loop.
public interface Door {
    /// Whether this path is answered here, whatever the method.
    boolean owns(String path);

    /// Whether this request to the path is answered here: for a path that a model may answer, too.
    default boolean owns(HttpServerRequest request, String path) {
        return owns(path);
    }

    /// Whether a person may follow a link from another site to this path of ours: it must only be
    /// looked at, never change anything.
    default boolean mayBeLinkedTo(String path) {
        return false;
    }

    /// Answers one request to a path that it owns.
    void answer(HttpServerRequest request, Visitor visitor, String path);
}
