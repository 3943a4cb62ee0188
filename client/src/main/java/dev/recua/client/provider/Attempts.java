package dev.recua.client.provider;

import dev.recua.client.config.ProviderConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which providers are asked, in order, and which are not, and why. Pure.
///
/// The rule for prompts: where the first candidate is the user's own ([Nearness]), nobody else's is
/// asked after it without consent; the same where the first one has no address, since then nobody
/// chose somebody else's. Where the first one is somebody else's, the user chose that.
///
/// @param asked    with their configurations
/// @param notAsked why not
record Attempts(List<ProviderConfig> asked, List<ProviderError> notAsked) {
    Attempts {
        asked = List.copyOf(asked);
        notAsked = List.copyOf(notAsked);
    }

    /// @param candidates in order, the one asked for first
    /// @param consent    `allowRemoteFallback`
    static Attempts of(List<Candidate> candidates, boolean consent) {
        List<ProviderConfig> asked = new ArrayList<>();
        List<ProviderError> not = new ArrayList<>();
        Optional<URI> first = candidates.getFirst().config().map(ProviderConfig::baseUrl);
        for (Candidate candidate : candidates) {
            if (candidate.config().isEmpty()) {
                not.add(ProviderError.notConfigured(candidate.type(), "it has no address"));
                continue;
            }
            ProviderConfig config = candidate.config().get();
            if (mayFollow(first, config.baseUrl(), consent)) {
                asked.add(config);
            } else {
                not.add(ProviderError.remoteNotAllowed(config.type(), config.baseUrl()));
            }
        }
        return new Attempts(asked, not);
    }

    private static boolean mayFollow(Optional<URI> first, URI next, boolean consent) {
        return consent
                || Nearness.of(next) == Nearness.LOCAL
                || first.filter(it -> Nearness.of(it) == Nearness.REMOTE).isPresent();
    }
}
