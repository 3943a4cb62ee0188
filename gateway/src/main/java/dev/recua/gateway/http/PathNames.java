package dev.recua.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Model names in paths: percent-encoded, with `:` and `/` allowed as they are.
final class PathNames {
    private PathNames() {}

    /// The name that the rest of a path stands for; the text itself when it is wrongly encoded.
    static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return encoded;
        }
    }
}
