package dev.recua.supervisor.server;

import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.child.PortOwner;
import dev.recua.supervisor.server.Adoption.Free;
import dev.recua.supervisor.server.Adoption.LlamaServerThere;
import dev.recua.supervisor.server.Adoption.Other;
import dev.recua.supervisor.server.PlainGet.Http;
import java.time.Duration;
import java.util.Optional;

/// One look at an address; see [Adoption#look].
///
/// Whoever listens there is nobody we know, so the key is kept back at first:
///
/// 1. `/props` without the key, and where that does not tell, `/v1/models`
/// 2. it demands a key: is it a llama-server at all?
/// 3. `/props` with the key, of one that is and that demanded it
///
/// @param timeout for each of at most three questions
record AdoptionLook(ListenHost host, int port, Optional<String> apiKey, Duration timeout) {

    Adoption look() {
        return switch (get("/props", Optional.empty())) {
            case PlainGet.Refused nobody -> new Free();
            case PlainGet.Silent silent ->
                    new Other(
                            "%s:%d%s answers nothing within %dms"
                                    .formatted(
                                            host.reachedAs(),
                                            port,
                                            owner().map(it -> " (" + it.describe() + ")")
                                                    .orElse(""),
                                            timeout.toMillis()));
            case PlainGet.Unintelligible noise -> other("does not speak HTTP");
            case Http props -> judge(props);
        };
    }

    private Adoption judge(Http props) {
        Optional<ServerFacts> facts = LlamaServerShape.ofProps(props);
        if (facts.isPresent()) return there(facts.get());
        if (LlamaServerShape.isLoading(props))
            return there(ServerFacts.unknown(ServerFacts.Access.LOADING));
        if (LlamaServerShape.refusesKey(props)) return demandsKey(props);
        if (get("/v1/models", Optional.empty()) instanceof Http models) {
            Optional<ServerFacts> listed = LlamaServerShape.ofModels(models);
            if (listed.isPresent()) return there(listed.get());
        }
        return other(said(props));
    }

    private Adoption demandsKey(Http props) {
        boolean known =
                LlamaServerShape.saysLlamaCpp(props)
                        || (get("/health", Optional.empty()) instanceof Http health
                                && LlamaServerShape.isHealth(health));
        if (!known) return other(said(props));
        return there(
                withKey().orElseGet(() -> ServerFacts.unknown(ServerFacts.Access.KEY_REFUSED)));
    }

    private Optional<ServerFacts> withKey() {
        if (apiKey.isEmpty() || !(get("/props", apiKey) instanceof Http props))
            return Optional.empty();
        return LlamaServerShape.isLoading(props)
                ? Optional.of(ServerFacts.unknown(ServerFacts.Access.LOADING))
                : LlamaServerShape.ofProps(props).map(ServerFacts::withKeyAccepted);
    }

    private static String said(Http props) {
        return "answers GET /props with HTTP "
                + props.status()
                + props.header("server").map(name -> " (Server: " + name + ")").orElse("");
    }

    private PlainGet.Answer get(String path, Optional<String> key) {
        return PlainGet.of(host, port, path, key, timeout);
    }

    private Adoption there(ServerFacts facts) {
        return new LlamaServerThere(host, port, owner(), facts);
    }

    private Adoption other(String what) {
        String who = owner().map(PortOwner::describe).orElse("a program that cannot be named");
        return new Other(
                "%s:%d is used by %s, which %s and is no llama-server"
                        .formatted(host.reachedAs(), port, who, what));
    }

    private Optional<PortOwner> owner() {
        return host.owner(port);
    }
}
