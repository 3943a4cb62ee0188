package dev.recua.gateway.http;

import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// What stands in `details` of an error.
final class ErrorDetails {
    private ErrorDetails() {}

    /// One list of words.
    static ObjectNode of(String key, List<String> values) {
        ObjectNode details = WireJson.mapper().createObjectNode();
        var array = details.putArray(key);
        values.forEach(array::add);
        return details;
    }

    /// How an engine ended, with its last lines.
    static ObjectNode ofEnd(String cause, OptionalInt exitCode, List<String> log) {
        ObjectNode details = WireJson.mapper().createObjectNode();
        details.put("cause", cause);
        exitCode.ifPresent(code -> details.put("exitCode", code));
        var array = details.putArray("log");
        log.forEach(array::add);
        return details;
    }
}
