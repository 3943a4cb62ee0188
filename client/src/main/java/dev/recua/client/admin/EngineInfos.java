package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /api/engines`: the installed engines, the newest first, then the one in use
/// where Recua did not install it.
///
/// @param installing what is being installed now; left out when nothing is
/// @param problem    why none of them is active; null, and left out, when one is
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineInfos(
        List<EngineInfo> engines,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EngineInstalling> installing,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {
    @JsonCreator
    public EngineInfos(
            List<EngineInfo> engines,
            @Nullable List<EngineInstalling> installing,
            @Nullable String problem) {
        this.engines = List.copyOf(engines);
        this.installing = List.copyOf(Objects.requireNonNullElse(installing, List.of()));
        this.problem = problem;
    }

    /// Engines, while nothing is installed and all is well.
    public EngineInfos(List<EngineInfo> engines) {
        this(engines, List.of(), null);
    }
}
