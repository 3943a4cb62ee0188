package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.http.ConnectionPool;
import java.net.URI;

/// Talks to a llama.cpp server (`llama-server`), local or not, also one in router mode.
///
/// ```java
/// try (var llama = LlamaCppClient.of(URI.create("http://localhost:8080"))) {
///     System.out.println(llama.chat(ChatRequest.of("", "Hello!", it -> {})).text());
/// }
/// ```
///
/// Embeddings need a server that was started with `--embeddings`. [#clearContext] erases what the
/// server's slots keep, where it was started with `--slot-save-path`; elsewhere it does nothing.
/// Everything else is said by [LlmClient].
public final class LlamaCppClient extends CoreClient {
    private LlamaCppClient(ClientCore core) {
        super(core);
    }

    /// A client for the server at `base`, with every default. Nothing is sent yet.
    ///
    /// @param base such as `http://localhost:8080`
    public static LlamaCppClient of(URI base) {
        return of(ProviderConfig.of(ProviderType.LLAMA_CPP, base));
    }

    /// A client as configured, with a connection pool of its own.
    ///
    /// @throws IllegalArgumentException when the configuration is another provider's
    public static LlamaCppClient of(ProviderConfig config) {
        return new LlamaCppClient(Wiring.own(config).core(ProviderType.LLAMA_CPP));
    }

    /// A client as configured, over a pool that others may share and that is not closed with it.
    public static LlamaCppClient of(ProviderConfig config, ConnectionPool pool) {
        return new LlamaCppClient(Wiring.over(config, pool).core(ProviderType.LLAMA_CPP));
    }
}
