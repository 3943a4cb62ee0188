package dev.recua.client.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What `client.json`, an `agents.config.json` or the environment says: which providers there are,
/// and whom to ask first. Immutable; its text form masks the keys.
///
/// ```java
/// ClientConfig config = ClientConfig.load().orThrow();
/// ProviderConfig llama = config.of(ProviderType.LLAMA_CPP).orElseThrow();
/// ```
///
/// @param provider            whom to ask first; empty when nobody said
/// @param allowRemoteFallback whether a provider on another machine may get what one on this
/// machine
///     could not answer; false unless somebody said so
/// @param providers           those that somebody configured, in the order of [ProviderType]
public record ClientConfig(
        Optional<ProviderType> provider,
        boolean allowRemoteFallback,
        Map<ProviderType, ProviderConfig> providers) {
    /// Nobody said anything.
    public static final ClientConfig EMPTY = new ClientConfig(Optional.empty(), false, Map.of());

    /// @throws IllegalArgumentException when a provider stands under another's name
    public ClientConfig {
        var ordered = new EnumMap<ProviderType, ProviderConfig>(ProviderType.class);
        providers.forEach(
                (type, config) -> {
                    if (config.type() != type) {
                        throw new IllegalArgumentException(
                                "under %s stands the configuration of %s"
                                        .formatted(type.wire(), config.type().wire()));
                    }
                    ordered.put(type, config);
                });
        providers = Collections.unmodifiableMap(ordered);
    }

    /// A provider's configuration; empty when it has none.
    public Optional<ProviderConfig> of(ProviderType type) {
        return Optional.ofNullable(providers.get(type));
    }

    /// A provider's configuration, else every default where its address is known; empty for an
    /// OpenAI-compatible server that nobody named.
    public Optional<ProviderConfig> orDefault(ProviderType type) {
        return of(type).or(() -> type.defaultAddress().map(it -> ProviderConfig.of(type, it)));
    }

    /// Reads what the user of this process has: the file that `RECUA_CLIENT_CONFIG` names, else
    /// `client.json` in Recua's configuration folder, and the environment above it.
    public static LoadedConfig load() {
        return ClientConfigLoader.ofThisProcess().load();
    }

    /// Reads one file, `client.json` or `agents.config.json` in whatever name, and the environment
    /// above it. A missing file is a problem.
    ///
    /// @param env the environment
    public static LoadedConfig load(Path file, Map<String, String> env) {
        return new ClientConfigLoader(env, ClientFiles.ofThisProcess()).load(file);
    }
}
