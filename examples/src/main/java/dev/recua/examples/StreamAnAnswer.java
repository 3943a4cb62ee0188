// Run: examples/run.sh StreamAnAnswer ["What to ask" [MODEL]]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import java.net.URI;
import java.util.Optional;

/// Chooses a model, asks it and prints its answer while it is being generated, then why it ended
/// and how fast
/// it was.
///
/// A stream that is cut off throws instead of ending, so what is printed without an error is
/// whole. Leaving the `try` early closes the stream, which ends the request. Needs a running
/// gateway, as [AskAModel] does.
public final class StreamAnAnswer {
    private StreamAnAnswer() {}

    /// Asks, prints as it comes, ends.
    ///
    /// @param args the question and the model, both may be left out
    public static void main(String[] args) throws InterruptedException {
        String question = args.length > 0 ? args[0] : "Tell me a story about a llama.";
        String model = args.length > 1 ? args[1] : "recua-tiny";
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));
        var request = ChatRequest.of(question, it -> it.temperature(0).maxTokens(200));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            recua.setModel(model); // from now on requests that name no model mean this one
            try (var answer = recua.chatStream(request)) {
                answer.forEachRemaining(StreamAnAnswer::print);
            }
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println();
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(ChatChunk chunk) {
        System.out.print(chunk.text());
        System.out.flush();
        var reason = chunk.finishReason();
        if (reason != null) {
            System.out.println();
            System.out.println("ended: " + reason);
        }
        var timings = chunk.timings();
        if (timings != null) {
            System.out.printf(
                    "%d tokens, %.0f tokens/s%n",
                    timings.predictedN(), timings.predictedPerSecond());
        }
    }
}
