package dev.recua.gateway.requests;

import dev.recua.models.catalogue.ModelId;

/// What was asked, by whom. Holds no query, because a query may hold a key.
///
/// @param id     its `X-Request-Id`; callers choose it, so two requests may have the same
/// @param model  the model that is to answer
/// @param method of HTTP
/// @param path   at most 256 characters of it
/// @param client address of the caller, without the port
public record Asked(String id, ModelId model, String method, String path, String client) {
    private static final int LONGEST_PATH = 256;

    public Asked {
        if (path.length() > LONGEST_PATH) path = path.substring(0, LONGEST_PATH - 1) + "…";
    }
}
