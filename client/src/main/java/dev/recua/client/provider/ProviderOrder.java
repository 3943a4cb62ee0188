package dev.recua.client.provider;

import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// In which order providers are tried. Pure.
///
/// First the one asked for: by the call, else the one that the user chose last, else the
/// configuration's `provider`, else the first of the others. Then those that are configured, in the
/// order Ollama, OpenRouter, OpenAI-compatible, llama.cpp, Recua. When nothing is configured at
/// all: Recua on this machine, which runs llama.cpp, then a llama-server at its usual address.
final class ProviderOrder {
    private static final List<ProviderType> FALLBACKS =
            List.of(
                    ProviderType.OLLAMA,
                    ProviderType.OPENROUTER,
                    ProviderType.OPENAI_COMPATIBLE,
                    ProviderType.LLAMA_CPP,
                    ProviderType.RECUA);

    private static final List<ProviderType> WITHOUT_CONFIGURATION =
            List.of(ProviderType.RECUA, ProviderType.LLAMA_CPP);

    private ProviderOrder() {}

    /// @param recua how to reach Recua when the configuration does not say
    static List<Candidate> of(
            Optional<ProviderType> requested,
            Optional<ProviderType> last,
            ClientConfig config,
            ProviderConfig recua) {
        SequencedSet<ProviderType> order = new LinkedHashSet<>();
        requested.or(() -> last).or(config::provider).ifPresent(order::add);
        order.addAll(usual(config));
        List<Candidate> candidates = new ArrayList<>();
        for (ProviderType type : order) candidates.add(candidate(type, config, recua));
        return List.copyOf(candidates);
    }

    /// The order where nobody chose.
    static List<ProviderType> usual(ClientConfig config) {
        return config.providers().isEmpty()
                ? WITHOUT_CONFIGURATION
                : FALLBACKS.stream().filter(config.providers()::containsKey).toList();
    }

    private static Candidate candidate(
            ProviderType type, ClientConfig config, ProviderConfig recua) {
        if (type != ProviderType.RECUA) return new Candidate(type, config.orDefault(type));
        return new Candidate(type, Optional.of(config.of(type).orElse(recua)));
    }
}
