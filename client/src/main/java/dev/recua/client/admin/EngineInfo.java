package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One engine that the gateway can use.
///
/// @param id      `<version>/<target>/<variant>`; of one that Recua did not install where it was
///     found: `option` (`--engine`), `environment` (`RECUA_ENGINE`), `configured` (`engine.path`)
///     or `path`
/// @param target  platform, such as `x86_64-unknown-linux-gnu`
/// @param variant what it computes on, such as `cpu`; `unknown` where the binary does not say
/// @param path    of the binary
/// @param active  whether the next model starts with it
/// @param note    why what was just ordered has no effect yet; null, and left out, otherwise
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineInfo(
        String id,
        String version,
        String target,
        String variant,
        String path,
        boolean active,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {
    @JsonCreator
    public EngineInfo {}

    /// An engine about which nothing is to be said.
    public EngineInfo(
            String id, String version, String target, String variant, String path, boolean active) {
        this(id, version, target, variant, path, active, null);
    }

    /// The same engine with a note.
    public EngineInfo withNote(String why) {
        return new EngineInfo(id, version, target, variant, path, active, why);
    }
}
