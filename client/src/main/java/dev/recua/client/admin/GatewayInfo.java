package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /api/info`: who answers here, and with what.
///
/// @param version   of the gateway
/// @param url       where it answers
/// @param pid       its process
/// @param startedAt ISO 8601
/// @param engine    the engine that the next model starts with; null while there is none
/// @param folders   its folders by name: `config`, `models`, `hub`, `engines`, `kv`, `export`,
///     `logs`, `state`, `tmp`, `run`
@JsonIgnoreProperties(ignoreUnknown = true)
public record GatewayInfo(
        String version,
        String url,
        long pid,
        String startedAt,
        @Nullable Engine engine,
        Map<String, String> folders) {
    public GatewayInfo {
        folders = Collections.unmodifiableMap(new LinkedHashMap<>(folders));
    }

    /// One llama-server.
    ///
    /// @param build   llama.cpp's build number; null when it does not say
    /// @param path    of the binary
    /// @param variant what it computes on; null when we did not install it
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Engine(
            String version, @Nullable Integer build, String path, @Nullable String variant) {}
}
