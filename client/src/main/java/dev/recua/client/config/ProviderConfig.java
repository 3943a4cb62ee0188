package dev.recua.client.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How to talk to one provider. Immutable; its text form masks the key.
///
/// @param type        who it is
/// @param baseUrl     `http` or `https` address without user information, query and fragment; `/`
///     and `/v1` at its end are taken off
/// @param apiKey      sent as `Authorization: Bearer …`
/// @param models      what it has when it does not tell; the first is the default model
/// @param timeout     of a whole answer; in a stream, of the silence between two events. More than
///     0; a file says 1 to 300 s
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

    /// @throws IllegalArgumentException with the key, when a value is not allowed
    public ProviderConfig {
        try {
            baseUrl = BaseUrl.normal(baseUrl);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("baseUrl " + e.getMessage(), e);
        }
        models = List.copyOf(models);
        if (models.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("models has a blank name");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be more than 0, was " + timeout);
        }
        Keys.MAX_RETRIES.require(maxRetries);
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
                Performance.UNSET);
    }

    /// Tokens of context, where somebody set them: that beats what the server tells.
    public OptionalInt contextSize() {
        Integer tokens = performance.nCtx();
        return tokens == null ? OptionalInt.empty() : OptionalInt.of(tokens);
    }

    /// The same at another address.
    ///
    /// @throws IllegalArgumentException when it is none
    public ProviderConfig withBaseUrl(URI address) {
        return new ProviderConfig(
                type, address, apiKey, models, timeout, maxRetries, sampling, performance);
    }

    /// The same with this key.
    public ProviderConfig withApiKey(Secret key) {
        return new ProviderConfig(
                type,
                baseUrl,
                Optional.of(key),
                models,
                timeout,
                maxRetries,
                sampling,
                performance);
    }

    /// The same with these models.
    public ProviderConfig withModels(List<String> names) {
        return new ProviderConfig(
                type, baseUrl, apiKey, names, timeout, maxRetries, sampling, performance);
    }

    /// The same with this patience.
    public ProviderConfig withTimeout(Duration limit) {
        return new ProviderConfig(
                type, baseUrl, apiKey, models, limit, maxRetries, sampling, performance);
    }

    /// The same with this many retries at most.
    public ProviderConfig withMaxRetries(int retries) {
        return new ProviderConfig(
                type, baseUrl, apiKey, models, timeout, retries, sampling, performance);
    }

    /// The same with this sampling.
    public ProviderConfig withSampling(Sampling other) {
        return new ProviderConfig(
                type, baseUrl, apiKey, models, timeout, maxRetries, other, performance);
    }

    /// The same with this performance.
    public ProviderConfig withPerformance(Performance other) {
        return new ProviderConfig(
                type, baseUrl, apiKey, models, timeout, maxRetries, sampling, other);
    }
}
