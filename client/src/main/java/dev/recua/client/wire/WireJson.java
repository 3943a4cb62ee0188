package dev.recua.client.wire;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// How the records of this package become JSON and back.
public final class WireJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    // Jackson 3 sorts by default; we keep the order in which the records read best.
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .build();

    private WireJson() {}

    /// The one mapper; it never changes and any thread may use it.
    public static JsonMapper mapper() {
        return MAPPER;
    }
}
