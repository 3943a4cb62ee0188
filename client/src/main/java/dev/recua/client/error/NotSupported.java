package dev.recua.client.error;

import dev.recua.client.config.ProviderType;

/// A provider has no such thing at all, whatever is sent and however often: embeddings, or a count
/// of tokens. Nothing was sent. `LlmClient.capabilities()` tells it before.
public final class NotSupported extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    private final ProviderType provider;

    /// @param provider that was asked
    /// @param lacks    what it does not do, such as `offers no embeddings`
    public NotSupported(ProviderType provider, String lacks) {
        super(provider.label() + " " + lacks);
        this.provider = provider;
    }

    /// Who was asked.
    public ProviderType provider() {
        return provider;
    }
}
