package dev.recua.supervisor.server;

import java.util.Optional;

/// What a running llama-server tells of itself, as far as it does.
///
/// @param alias     the model's name there
/// @param modelPath its file, on the machine where it runs
/// @param build     such as `b11669-Debian`
/// @param access    whether it can be asked
public record ServerFacts(
        Optional<String> alias, Optional<String> modelPath, Optional<String> build, Access access) {

    /// Whether it can be asked.
    public enum Access {
        /// It answers, also to those who have no key.
        OPEN,
        /// It answers to the key that it was given, and demands one.
        KEY_ACCEPTED,
        /// Its weights load; what else it would say is not known yet.
        LOADING,
        /// It demands a key that it was not given. Whether it lives can be seen all the same.
        KEY_REFUSED
    }

    /// The same, of one that demanded the key.
    ServerFacts withKeyAccepted() {
        return new ServerFacts(alias, modelPath, build, Access.KEY_ACCEPTED);
    }

    static ServerFacts unknown(Access access) {
        return new ServerFacts(Optional.empty(), Optional.empty(), Optional.empty(), access);
    }
}
