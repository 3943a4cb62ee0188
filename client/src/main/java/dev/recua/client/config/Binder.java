package dev.recua.client.config;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Allowed values → [ClientConfig]. Adds the rules that more than one value decides. For one
/// thread.
final class Binder {
    private final Settings settings;
    private final Findings findings;
    private final Keyring keyring;

    Binder(Settings settings, Findings findings, Keyring keyring) {
        this.settings = settings;
        this.findings = findings;
        this.keyring = keyring;
    }

    /// Where `client.json` has a provider.
    static String section(ProviderType type) {
        return "/" + Keys.PROVIDERS.name() + "/" + type.wire();
    }

    ClientConfig bind() {
        Map<ProviderType, ProviderConfig> providers = new EnumMap<>(ProviderType.class);
        for (ProviderType type : ProviderType.values()) {
            if (settings.hasSection(section(type))) {
                provider(type).ifPresent(it -> providers.put(type, it));
            }
        }
        Optional<ProviderType> chosen =
                value("", Keys.PROVIDER).map(it -> ProviderType.of(it.stringValue()));
        boolean remote =
                value("", Keys.ALLOW_REMOTE_FALLBACK).map(JsonNode::booleanValue).orElse(false);
        return new ClientConfig(chosen, remote, providers);
    }

    private Optional<ProviderConfig> provider(ProviderType type) {
        String at = section(type);
        Optional<Secret> key = setting(at, Keys.API_KEY).flatMap(keyring::key);
        Sampling sampling = sampling(JsonText.below(at, Keys.SAMPLING_SECTION.name()));
        Performance performance = performance(JsonText.below(at, Keys.PERFORMANCE_SECTION.name()));
        Optional<URI> address = address(type, at);
        return address.map(
                it ->
                        new ProviderConfig(
                                type,
                                it,
                                key,
                                models(at),
                                value(at, Keys.TIMEOUT)
                                        .map(ms -> Duration.ofMillis(whole(ms)))
                                        .orElse(ProviderConfig.DEFAULT_TIMEOUT),
                                value(at, Keys.MAX_RETRIES)
                                        .map(Binder::whole)
                                        .orElse(ProviderConfig.DEFAULT_MAX_RETRIES),
                                sampling,
                                performance));
    }

    private Optional<URI> address(ProviderType type, String at) {
        Optional<Setting> set = setting(at, Keys.BASE_URL);
        if (set.isEmpty()) {
            if (type.defaultAddress().isEmpty()) missingAddress(type, at);
            return type.defaultAddress();
        }
        try {
            return Optional.of(BaseUrl.parse(set.get().value().stringValue()));
        } catch (IllegalArgumentException e) {
            String message = e.getMessage() == null ? "is no address" : e.getMessage();
            findings.error(set.get().at(), message);
            return Optional.empty();
        }
    }

    /// Not an error: the other providers work without it.
    private void missingAddress(ProviderType type, String at) {
        findings.warning(
                settings.place(at),
                "has no baseUrl, so " + type.label() + " is left out",
                "Write baseUrl, such as http://localhost:1234.");
    }

    private List<String> models(String at) {
        return value(at, Keys.MODELS)
                .map(list -> list.valueStream().map(JsonNode::stringValue).toList())
                .orElse(List.of());
    }

    private Sampling sampling(String at) {
        setting(at, Keys.TOP_K)
                .filter(it -> whole(it.value()) == 0)
                .ifPresent(
                        it ->
                                findings.warning(
                                        it.at(),
                                        "is 0, which turns it off: every token may be chosen",
                                        "Write 1 to 100 to limit the choice."));
        return new Sampling(
                real(at, Keys.TEMPERATURE),
                real(at, Keys.TOP_P),
                small(at, Keys.TOP_K),
                real(at, Keys.REPEAT_PENALTY),
                small(at, Keys.MIROSTAT),
                real(at, Keys.MIROSTAT_TAU),
                real(at, Keys.MIROSTAT_ETA));
    }

    private Performance performance(String at) {
        setting(at, Keys.N_THREADS)
                .filter(it -> whole(it.value()) > Keys.MANY_THREADS)
                .ifPresent(
                        it ->
                                findings.warning(
                                        it.at(),
                                        "is %d, more than the usual %d at most"
                                                .formatted(whole(it.value()), Keys.MANY_THREADS),
                                        "More threads than cores make it slower."));
        return new Performance(
                small(at, Keys.N_THREADS),
                small(at, Keys.N_GPU_LAYERS),
                flag(at, Keys.USE_MMAP),
                flag(at, Keys.USE_MLOCK),
                small(at, Keys.N_CTX));
    }

    private @Nullable Double real(String at, Key key) {
        return value(at, key).map(JsonNode::doubleValue).orElse(null);
    }

    private @Nullable Integer small(String at, Key key) {
        return value(at, key).map(Binder::whole).orElse(null);
    }

    private @Nullable Boolean flag(String at, Key key) {
        return value(at, key).map(JsonNode::booleanValue).orElse(null);
    }

    /// In range already.
    private static int whole(JsonNode value) {
        return value.decimalValue().intValueExact();
    }

    private Optional<JsonNode> value(String section, Key key) {
        return setting(section, key).map(Setting::value);
    }

    private Optional<Setting> setting(String section, Key key) {
        return settings.at(JsonText.below(section, key.name()));
    }
}
