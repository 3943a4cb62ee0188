package dev.recua.gateway.http;

import dev.recua.models.catalogue.ModelId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Model names in paths and headers: percent-encoded, with `:` and `/` allowed as they are.
public final class PathNames {
    private PathNames() {}

    /// The name that the rest of a path stands for; the text itself when it is wrongly encoded.
    public static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return encoded;
        }
    }

    /// The id as a header can carry it: as it is, or percent-encoded when it is not plain ASCII.
    public static String header(ModelId model) {
        String id = model.value();
        boolean plain = id.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain ? id : URLEncoder.encode(id, StandardCharsets.UTF_8).replace("%3A", ":");
    }
}
