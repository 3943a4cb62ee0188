// Run: examples/run.sh AskAModel ["What to ask" [MODEL]]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import java.net.URI;
import java.util.Optional;

/// Asks a model one question and prints the whole answer.
///
/// Needs a running gateway (`./recua serve`) at `RECUA_URL`, by default `http://127.0.0.1:8091`.
/// `RECUA_API_KEY` is sent when it is set.
public final class AskAModel {
    private AskAModel() {}

    /// Asks, prints, ends.
    ///
    /// @param args the question and the model, both may be left out
    public static void main(String[] args) throws InterruptedException {
        String question = args.length > 0 ? args[0] : "What day comes after Monday?";
        String model = args.length > 1 ? args[1] : "recua-tiny";
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            var request = ChatRequest.of(model, question, it -> it.temperature(0).maxTokens(200));
            var answer = recua.chat(request);
            System.out.println(answer.text());
        } catch (LlmException | IllegalArgumentException e) {
            // A refusal, nobody there, half an answer, a RECUA_URL that is no address: the message
            // says what happened and what to do next.
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
