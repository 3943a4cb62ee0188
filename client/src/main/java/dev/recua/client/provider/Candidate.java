package dev.recua.client.provider;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import java.util.Optional;

/// A provider that may be tried.
///
/// @param config how to reach it; empty when nobody said and it has no default
record Candidate(ProviderType type, Optional<ProviderConfig> config) {}
