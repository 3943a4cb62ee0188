package dev.recua.client.recovery;

import dev.recua.client.error.LlmException;
import java.util.Optional;

/// What can be changed about one kind of request so that it succeeds; each says in words what it
/// did, or is empty when there is nothing to change. For the one thread that sends the request.
interface Remedies {
    /// What can be changed about a request that is no chat: nothing.
    Remedies NONE = new Remedies() {};

    /// Leaves out the oldest messages.
    default Optional<String> truncate(LlmException.ContextOverflow failure)
            throws InterruptedException {
        return Optional.empty();
    }

    /// Takes the first model that the server has.
    default Optional<String> otherModel() throws InterruptedException {
        return Optional.empty();
    }

    /// Joins messages of one role.
    default Optional<String> merge() {
        return Optional.empty();
    }

    /// Asks for the whole answer from now on.
    default Optional<String> whole() {
        return Optional.empty();
    }

    /// Looks whether the server still loads its model, without sending the request itself.
    ///
    /// @return what it said if it does; empty when the request should be sent
    default Optional<LlmException> stillLoading() throws InterruptedException {
        return Optional.empty();
    }
}
