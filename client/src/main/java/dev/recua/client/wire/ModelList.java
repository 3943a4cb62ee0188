package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /v1/models`.
///
/// @param object `list`
/// @param data the models, in the server's order
@WireRecord
public record ModelList(@Nullable String object, List<ModelRow> data) {
    public ModelList {
        data = List.copyOf(Absent.orEmpty(data));
    }
}
