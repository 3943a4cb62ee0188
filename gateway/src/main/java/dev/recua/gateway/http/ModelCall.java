package dev.recua.gateway.http;

/// What one request wants of an engine.
///
/// @param uri     path and query for the engine, percent-encoded
/// @param dialect the shape of our errors
record ModelCall(String uri, Dialect dialect) {
    /// A request to a route of the table; what the query says to us does not reach the engine.
    static ModelCall of(ModelRoute route, Query query) {
        return new ModelCall(route.enginePath() + query.forEngine(), route.dialect());
    }
}
