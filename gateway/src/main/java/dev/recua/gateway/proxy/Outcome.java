package dev.recua.gateway.proxy;

/// How one try to pass a request to an engine ended.
public sealed interface Outcome {

    /// The whole answer was passed on.
    ///
    /// @param status what the engine said, also when it is an error
    record Done(int status) implements Outcome {}

    /// The caller left; the engine's connection was closed.
    record ClientGone() implements Outcome {}

    /// The engine failed before its answer had begun: the caller has seen nothing, or only a head
    /// and comments of an event stream. Another engine may be tried.
    ///
    /// @param why for people: `127.0.0.1:8123 closed the connection before it answered`
    record NotBegun(String why, Throwable cause) implements Outcome {}

    /// The engine failed after its answer had begun. [Exchange#breakOff] is due.
    record Broken(String why, Throwable cause) implements Outcome {}
}
