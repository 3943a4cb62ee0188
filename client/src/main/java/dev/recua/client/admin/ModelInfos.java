package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// The answer of `GET /api/models`: every model, by id, the bundled one last.
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelInfos(List<ModelInfo> models) {
    public ModelInfos {
        models = List.copyOf(models);
    }
}
