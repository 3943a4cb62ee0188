package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// One engine that the gateway can use.
///
/// @param id      `<version>/<target>/<variant>`
/// @param target  platform, such as `linux-x86_64`
/// @param variant what it computes on, such as `cpu`
/// @param path    of the binary
/// @param active  whether the next model starts with it
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineInfo(
        String id, String version, String target, String variant, String path, boolean active) {}
