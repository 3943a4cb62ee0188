package dev.recua.client.provider;

import dev.recua.client.LlmClient;
import dev.recua.client.config.ProviderType;
import java.util.List;

/// The provider that answered first, and why those before it did not.
///
/// @param client   looked around already ([LlmClient#initialize]); the caller closes it
/// @param provider whose client it is
/// @param errors   in the order of the attempts; empty when the one asked for answered
public record Chosen(LlmClient client, ProviderType provider, List<ProviderError> errors) {
    public Chosen {
        errors = List.copyOf(errors);
    }
}
