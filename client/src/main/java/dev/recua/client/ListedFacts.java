package dev.recua.client;

import dev.recua.client.chat.ModelListing;
import java.util.OptionalInt;

/// What a provider tells that has nothing but OpenAI's routes: the context size, if its list of
/// models says it. It has no route for its health, and keeps nothing that could be forgotten.
record ListedFacts() implements ProviderFacts {
    @Override
    public void checkHealth() {
        // The list of models, which is asked for next, tells whether somebody is there.
    }

    @Override
    public boolean tellsHealth() {
        return false;
    }

    @Override
    public OptionalInt contextSize(String model, Fresh<ModelListing> listing)
            throws InterruptedException {
        return listed(model, listing.get());
    }

    /// As the list says; without a name, when there is only one model.
    static OptionalInt listed(String model, ModelListing listing) {
        var found = listing.find(model);
        if (found.isPresent()) return found.get().context();
        return listing.models().size() == 1
                ? listing.models().getFirst().context()
                : OptionalInt.empty();
    }

    @Override
    public void clearContext(String model) {
        // Nothing is kept between two requests.
    }
}
