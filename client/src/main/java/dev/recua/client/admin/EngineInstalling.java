package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// An engine that is being installed.
///
/// @param version as it was asked for; null: the newest
/// @param variant what it shall compute on, such as `cpu`
/// @param phase   `waiting`, `resolving`, `downloading`, `verifying`, `unpacking`, `probing` or
///     `done`
/// @param what    on what, such as the name of a file
/// @param bytes   done so far in this phase; 0 where bytes do not count
/// @param total   bytes in all; null when unknown
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineInstalling(
        @Nullable String version,
        String variant,
        String phase,
        String what,
        long bytes,
        @Nullable Long total) {}
