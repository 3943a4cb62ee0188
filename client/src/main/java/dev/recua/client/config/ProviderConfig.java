package dev.recua.client.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How to talk to one provider.
///
/// @param type        who it is
/// @param baseUrl     `http` or `https` address without `/` or `/v1` at its end and without user
///     information
/// @param apiKey      sent as `Authorization: Bearer …`
/// @param models      what it has when it does not tell; the first is the default model
/// @param timeout     of a whole answer; in a stream, of the silence between two events. 1 to 300 s
/// @param maxRetries  how often a failed request is sent again at most, whatever its failure; 0 to
///     10, 0 is never
/// @param sampling    what requests that say nothing send
/// @param performance how an own llama-server is started
public record ProviderConfig(
        ProviderType type,
        URI baseUrl,
        Optional<Secret> apiKey,
        List<String> models,
        Duration timeout,
        int maxRetries,
        Sampling sampling,
        Performance performance) {
    /// Source 002's `timeout`.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /// Source 002's `maxRetries`.
    public static final int DEFAULT_MAX_RETRIES = 3;

    public ProviderConfig {
        models = List.copyOf(models);
    }

    /// A provider at an address, with every default.
    public static ProviderConfig of(ProviderType type, URI baseUrl) {
        return new ProviderConfig(
                type,
                baseUrl,
                Optional.empty(),
                List.of(),
                DEFAULT_TIMEOUT,
                DEFAULT_MAX_RETRIES,
                Sampling.UNSET,
                Performance.DEFAULT);
    }
}
