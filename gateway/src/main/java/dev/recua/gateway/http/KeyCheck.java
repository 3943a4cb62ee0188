package dev.recua.gateway.http;

import dev.recua.gateway.config.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a request carries our key. Without a configured key any key is accepted and ignored.
///
/// @param key what callers must send, as `Authorization: Bearer KEY` or `x-api-key: KEY`
public record KeyCheck(Optional<Secret> key) {
    private static final String BEARER = "bearer ";

    /// Decides from the two headers; compares in constant time.
    public boolean accepts(@Nullable String authorization, @Nullable String apiKey) {
        if (key.isEmpty()) return true;
        Secret expected = key.get();
        boolean byBearer = authorization != null && expected.matches(bare(authorization));
        boolean byApiKey = apiKey != null && expected.matches(apiKey);
        return byBearer || byApiKey;
    }

    private static String bare(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : authorization;
    }
}
