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
/// @param timeout for each of at most two questions
record AdoptionLook(ListenHost host, int port, Optional<String> apiKey, Duration timeout) {

    Adoption look() {
        return switch (get("/props")) {
            case PlainGet.Refused nobody -> new Free();
            case PlainGet.Silent silent ->
                    other("answers nothing within " + timeout.toMillis() + "ms");
            case PlainGet.Unintelligible noise -> other("does not speak HTTP");
            case Http props -> judge(props);
        };
    }

    private Adoption judge(Http props) {
        Optional<ServerFacts> facts = LlamaServerShape.ofProps(props);
        if (facts.isPresent()) return there(facts.get());
        if (LlamaServerShape.isLoading(props))
            return there(ServerFacts.unknown(ServerFacts.Access.LOADING));
        if (LlamaServerShape.refusesKey(props)) return keyRefused(props);
        if (get("/v1/models") instanceof Http models) {
            Optional<ServerFacts> listed = LlamaServerShape.ofModels(models);
            if (listed.isPresent()) return there(listed.get());
        }
        return other(said(props));
    }

    private Adoption keyRefused(Http props) {
        boolean known =
                LlamaServerShape.saysLlamaCpp(props)
                        || (get("/health") instanceof Http health
                                && LlamaServerShape.isHealth(health));
        return known
                ? there(ServerFacts.unknown(ServerFacts.Access.KEY_REFUSED))
                : other(said(props));
    }

    private static String said(Http props) {
        return "answers GET /props with HTTP "
                + props.status()
                + props.header("server").map(name -> " (Server: " + name + ")").orElse("");
    }

    private PlainGet.Answer get(String path) {
        return PlainGet.of(host, port, path, apiKey, timeout);
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
