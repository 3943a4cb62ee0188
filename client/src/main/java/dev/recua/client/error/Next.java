package dev.recua.client.error;

/// The one next step that a message ends with; its words are in the guide's bundle, under `next.`
/// and its name, for a provider where that says more.
enum Next {
    START,
    ADDRESS,
    CERTIFICATE,
    NOT_TLS,
    NOT_HTTP,
    HEADERS,
    LOG,
    TIMEOUT,
    CONNECT_TIMEOUT,
    POOL,
    STREAM_TIMEOUT,
    AGAIN,
    KEY,
    ORIGIN,
    CREDIT,
    MODERATION,
    DISABLED,
    ROUTE,
    MODEL,
    CONTEXT,
    REQUEST,
    TOO_LARGE,
    NOT_LOADED,
    NOT_OFFERED,
    LATER,
    RETRY_AFTER,
    MEMORY,
    ENGINE,
    LOADING,
    REDIRECT,
    PROXY_PAGE,
    NOT_THE_ROUTE
}
