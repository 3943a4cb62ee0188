package dev.recua.client;

import dev.recua.client.chat.ModelListing;
import java.util.OptionalInt;

/// What a client asks of its provider besides chat; each provider has its own ways.
interface ProviderFacts {
    /// Looks whether the server is well, in one request; does nothing where a provider has no route
    /// for it.
    ///
    /// @throws dev.recua.client.error.LlmException when it is not
    void checkHealth() throws InterruptedException;

    /// Whether [#checkHealth] looks at all. Where it does not, the list of models is what tells
    /// that
    /// nobody is there.
    boolean tellsHealth();

    /// Tokens of context of a model; empty when the provider does not tell.
    ///
    /// @param model   perhaps empty
    /// @param listing asks for the list of models, or has it
    OptionalInt contextSize(String model, Fresh<ModelListing> listing) throws InterruptedException;

    /// Forgets what the server keeps of earlier prompts, where it can be told to.
    ///
    /// @param model perhaps empty
    void clearContext(String model) throws InterruptedException;
}
