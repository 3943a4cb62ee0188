package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// The answer of `GET /api/engines`: the installed engines, the newest first.
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineInfos(List<EngineInfo> engines) {
    public EngineInfos {
        engines = List.copyOf(engines);
    }
}
