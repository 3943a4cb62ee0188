package dev.recua.supervisor.server;

import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.child.PortOwner;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What is at an address where a llama-server may run already.
public sealed interface Adoption {

    /// Nobody listens there: a server can be started.
    record Free() implements Adoption {}

    /// A llama-server.
    ///
    /// @param host  where it listens
    /// @param owner its process, where that is known
    /// @param facts what it tells of itself
    record LlamaServerThere(ListenHost host, int port, Optional<PortOwner> owner, ServerFacts facts)
            implements Adoption {
        /// Where it answers, without a path.
        public URI baseUrl() {
            return host.url(port);
        }
    }

    /// Another program, or one that cannot be recognised: nothing to use, and nothing can be
    /// started there.
    ///
    /// @param description which address, which program and what it answered, for a person
    record Other(String description) implements Adoption {}

    /// Looks, without a key; see [#look(String, int, Optional, Duration)].
    static Adoption look(String host, int port, Duration timeout) {
        return look(host, port, Optional.empty(), timeout);
    }

    /// Asks whoever listens there for `/props`, and where that does not tell for `/health` or
    /// `/v1/models`. Recognised is llama-server's own shape, never a status alone; the rules are in
    /// [LlamaServerShape]. One that demands another key than `apiKey` is recognised, too, with
    /// [ServerFacts.Access#KEY_REFUSED]: it can be watched, but not asked.
    ///
    /// The key is told to nobody but a llama-server that has demanded one.
    ///
    /// `localhost` means 127.0.0.1. Blocks, at most for `timeout` per question. Changes nothing.
    static Adoption look(String host, int port, Optional<String> apiKey, Duration timeout) {
        return new AdoptionLook(new ListenHost(host), port, apiKey, timeout).look();
    }
}
