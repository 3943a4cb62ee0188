package dev.recua.client.error;

/// The kinds of failures of a request to a model server: the eight of source 002, under its names,
/// and two that it mixed with others. Each is one subclass of [LlmException].
public enum ErrorType {
    /// Nobody answered: refused, unknown host, no TLS, or the connection broke before an answer.
    CONNECTION_ERROR,

    /// The server does not accept the key, or wants one (401, 403).
    AUTHENTICATION_ERROR,

    /// The server is there and does not know the model. A wrong path is no such error.
    MODEL_NOT_FOUND,

    /// Prompt and answer do not fit into the model's context.
    CONTEXT_OVERFLOW,

    /// The server has more to do than it takes (429, 503).
    SERVER_OVERLOADED,

    /// The server understood and refuses: something in the request is wrong.
    INVALID_REQUEST,

    /// Nothing came in time.
    TIMEOUT_ERROR,

    /// An answer had begun and is not whole.
    STREAMING_ERROR,

    /// The server is there and still loads its model (503 `Loading model`): wait.
    MODEL_LOADING,

    /// The server failed, or answered something that is not what the route gives (5xx, no JSON).
    SERVER_ERROR
}
