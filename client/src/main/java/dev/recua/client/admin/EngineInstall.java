package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/engines`: what to install.
///
/// @param version such as `0.7.0` or `b11669`; null or `newest`: the newest
/// @param variant such as `cpu`; null or `auto`: what fits this machine
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineInstall(@Nullable String version, @Nullable String variant) {}
