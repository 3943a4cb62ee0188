// Run: examples/run.sh SearchByMeaning LLAMA-SERVER ["What to look for" [FILE.gguf]]
package dev.recua.examples;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.LlamaServerArgs;
import dev.recua.supervisor.server.ServerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the text that is nearest to a question: both become vectors, and the cosine of the angle
/// between two vectors says how near their texts are.
///
/// Starts a llama-server of its own with `--embeddings`. A model for embeddings finds meanings; the
/// bundled one is a small chat model, whose vectors tell little more than whether words are alike.
/// Through a gateway the same is `RecuaClient.embed`.
public final class SearchByMeaning {
    private static final String FILE = "bundled/recua-tiny-3m-instruct-q8_0.gguf";
    private static final List<String> TEXTS =
            List.of(
                    "The capital of France is Paris.",
                    "Tuesday comes after Monday.",
                    "A llama is an animal that carries loads over mountains.",
                    "Water boils at one hundred degrees.");

    /// A text and how near it is.
    ///
    /// @param nearness -1 to 1
    private record Hit(String text, double nearness) {}

    private SearchByMeaning() {}

    /// Starts, looks, prints the texts in the order of their nearness, ends.
    ///
    /// @param args the binary, the question, and the model's file
    public static void main(String[] args) throws InterruptedException {
        if (args.length == 0) {
            System.err.println(
                    "Name a llama-server; examples/run.sh FindOrInstallAnEngine prints the path of one.");
            System.exit(2);
        }
        String question = args.length > 1 ? args[1] : "What day comes after Monday?";
        var wanted =
                LlamaServerArgs.builder()
                        .model(Path.of(args.length > 2 ? args[2] : FILE))
                        .alias("embedding")
                        .embeddings(true)
                        .serverArg("--pooling mean")
                        .build();

        try (var server = LlamaServer.of(Path.of(args[0]), wanted)) {
            server.start();
            try (var llama = LlamaCppClient.of(config(server))) {
                for (Hit hit : search(llama, question)) {
                    System.out.printf(Locale.ROOT, "%.3f  %s%n", hit.nearness(), hit.text());
                }
            }
        } catch (ServerException refused) {
            System.err.println(refused.getLocalizedMessage());
            System.err.println(refused.next(Locale.getDefault()));
            System.exit(1);
        } catch (LlmException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }

    private static ProviderConfig config(LlamaServer server) {
        var plain = ProviderConfig.of(ProviderType.LLAMA_CPP, server.baseUrl());
        return server.apiKey().map(Secret::of).map(plain::withApiKey).orElse(plain);
    }

    private static List<Hit> search(LlamaCppClient llama, String question)
            throws InterruptedException {
        var all = new ArrayList<>(TEXTS);
        all.add(question);
        var vectors = llama.embed(EmbeddingRequest.of(all.toArray(String[]::new))).data();
        var wanted = vectors.getLast().embedding();
        var hits = new ArrayList<Hit>();
        for (int i = 0; i < TEXTS.size(); i++) {
            hits.add(new Hit(TEXTS.get(i), cosine(vectors.get(i).embedding(), wanted)));
        }
        hits.sort(Comparator.comparingDouble(Hit::nearness).reversed());
        return hits;
    }

    private static double cosine(List<Double> a, List<Double> b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.size(); i++) {
            product += a.get(i) * b.get(i);
            lengthA += a.get(i) * a.get(i);
            lengthB += b.get(i) * b.get(i);
        }
        return product / Math.sqrt(lengthA * lengthB);
    }
}
