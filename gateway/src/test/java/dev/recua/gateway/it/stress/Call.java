package dev.recua.gateway.it.stress;

import java.util.Optional;
import java.util.function.Consumer;

/// One request, what its client does with it, and what a complete answer must say.
///
/// @param kind    what it is counted as, such as `chat, streamed`
/// @param method  `GET` or `POST`
/// @param path    with query
/// @param body    empty for a GET
/// @param model   who must answer; empty where the gateway itself does
/// @param loads   whether it may load its model; if not, 409 is as good an answer as 200
/// @param conduct of the client
/// @param right   throws an [AssertionError] when a 200 is not the answer to this request
record Call(
        String kind,
        String method,
        String path,
        String body,
        Optional<String> model,
        boolean loads,
        Conduct conduct,
        Consumer<Received> right) {

    /// A POST that may load its model.
    static Call post(
            String kind, String model, String path, String body, Consumer<Received> right) {
        return new Call(
                kind, "POST", path, body, Optional.of(model), true, new Conduct.Patient(), right);
    }

    /// A GET about a model.
    static Call get(
            String kind, String model, String path, boolean loads, Consumer<Received> right) {
        return new Call(
                kind, "GET", path, "", Optional.of(model), loads, new Conduct.Patient(), right);
    }

    /// A GET that the gateway answers by itself.
    static Call own(String kind, String path, Consumer<Received> right) {
        return new Call(
                kind, "GET", path, "", Optional.empty(), false, new Conduct.Patient(), right);
    }

    /// The same from a client that behaves so.
    Call by(Conduct changed) {
        return new Call(kind, method, path, body, model, loads, changed, right);
    }
}
