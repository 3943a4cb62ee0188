// Run: examples/run.sh FallBack ["What to ask"]
package dev.recua.examples;

import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.LlmException;
import dev.recua.client.provider.NoProvider;
import dev.recua.client.provider.ProviderError;
import dev.recua.client.provider.ProviderFactory;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.Recovery;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks a llama-server of one's own, and the gateway when that is not there, but never somebody
/// else's server: a prompt for a program on this machine does not leave it without consent.
///
/// The configuration is written down here so that everything is in one place; usually
/// `ClientConfig.load()` reads it. Needs a running gateway, as [AskAModel] does.
public final class FallBack {
    private FallBack() {}

    /// Asks, and tells who answered and why the others did not.
    ///
    /// @param args the question, may be left out
    public static void main(String[] args) throws InterruptedException {
        String question = args.length > 0 ? args[0] : "What day comes after Monday?";
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        boolean mayLeave = false; // allowRemoteFallback: true would let prompts go to OpenRouter

        var config =
                new ClientConfig(
                        Optional.of(ProviderType.LLAMA_CPP),
                        mayLeave,
                        Map.of(
                                ProviderType.LLAMA_CPP, nobody(),
                                ProviderType.OPENROUTER, elsewhere(),
                                ProviderType.RECUA, gateway(url)));
        var factory = ProviderFactory.of(config);
        try (var client = factory.fallback(Optional.of(ProviderType.LLAMA_CPP))) {
            System.out.println("asked in this order: " + client.providers());
            for (ProviderError never : client.notAsked()) {
                System.out.println("never asked: " + never.text());
            }
            var answer = client.chat(ChatRequest.of(question, it -> it.temperature(0)));
            for (Recovery done : answer.recoveries()) System.out.println(done.detail());
            System.out.println(client.provider().label() + ": " + answer.text());
        } catch (LlmException | NoProvider e) {
            System.err.println(e.getMessage());
            for (Throwable all : e.getSuppressed()) System.err.println(all.getMessage());
            System.exit(1);
        }
    }

    /// Nobody listens on port 9: this is the llama-server that somebody forgot to start.
    private static ProviderConfig nobody() {
        return ProviderConfig.of(ProviderType.LLAMA_CPP, URI.create("http://127.0.0.1:9"))
                .withMaxRetries(0);
    }

    private static ProviderConfig elsewhere() {
        return ProviderConfig.of(ProviderType.OPENROUTER, URI.create("https://openrouter.ai/api"))
                .withApiKey(Secret.of("not-a-real-key"))
                .withModels(List.of("some/model"));
    }

    private static ProviderConfig gateway(String url) {
        var config = ProviderConfig.of(ProviderType.RECUA, URI.create(url)).withMaxRetries(0);
        String key = System.getenv("RECUA_API_KEY");
        return key == null ? config : config.withApiKey(Secret.of(key));
    }
}
