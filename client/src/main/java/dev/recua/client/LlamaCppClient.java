package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.llama.LlamaCppApi;
import dev.recua.client.llama.ModelProperties;
import dev.recua.client.llama.ServerMetrics;
import dev.recua.client.llama.TextEmbedding;
import java.net.URI;
import java.util.List;

/// Talks to a llama.cpp server (`llama-server`), local or not, also one in router mode.
///
/// ```java
/// try (var llama = LlamaCppClient.of(URI.create("http://localhost:8080"))) {
///     System.out.println(llama.chat(ChatRequest.of("Hello!")).text());
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

    /// A client as configured, and else as usual: see [ClientSetup#usual].
    ///
    /// @throws IllegalArgumentException when the configuration is another provider's
    public static LlamaCppClient of(ProviderConfig config) {
        return of(config, ClientSetup.usual());
    }

    /// A client as configured, made of these parts.
    public static LlamaCppClient of(ProviderConfig config, ClientSetup setup) {
        return new LlamaCppClient(Wiring.core(ProviderType.LLAMA_CPP, config, setup));
    }

    /// Everything else that a llama-server can do, typed. Closed with this client.
    public LlamaCppApi api() {
        LlamaCppApi api = LlamaCppApi.of(core().transport(), core().lasting());
        return currentModel().isEmpty() ? api : api.of(currentModel());
    }

    /// What the server says of itself and its model: [LlamaCppApi#props].
    public ModelProperties getModelProperties() throws InterruptedException {
        return api().props();
    }

    /// The tokens of a text, with nothing added: [LlamaCppApi#tokenize(String)].
    public List<Integer> tokenizeText(String text) throws InterruptedException {
        return api().tokenize(text);
    }

    /// A text as a vector: [LlamaCppApi#embed(String)].
    public TextEmbedding getEmbedding(String text) throws InterruptedException {
        return api().embed(text);
    }

    /// What the server counted: [LlamaCppApi#metrics].
    public ServerMetrics getServerMetrics() throws InterruptedException {
        return api().metrics();
    }
}
