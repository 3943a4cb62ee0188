// Run: examples/run.sh BasicServer [LLAMA-SERVER ["What to ask" [FILE.gguf]]]
package dev.recua.examples;

import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.LlamaServerArgs;
import dev.recua.supervisor.server.ServerException;
import java.nio.file.Path;
import java.util.Locale;

/// One llama-server of your own, in a `try`: started, asked, and ended, without a gateway.
///
/// Without a binary the one of this machine is taken: `RECUA_ENGINE`, else the first on the `PATH`,
/// else one that Recua installed. It gets a free port of 127.0.0.1 and a random key.
public final class BasicServer {
    private BasicServer() {}

    /// Starts, asks, ends.
    ///
    /// @param args the binary, the question, and the model's file; all may be left out
    public static void main(String[] args) throws InterruptedException {
        String question = args.length > 1 ? args[1] : "What day comes after Monday?";
        Path file = Path.of(args.length > 2 ? args[2] : "bundled/recua-tiny-3m-instruct-q8_0.gguf");
        var wanted = LlamaServerArgs.builder().model(file).alias("tiny").build();

        try (var server =
                args.length > 0
                        ? LlamaServer.of(Path.of(args[0]), wanted)
                        : LlamaServer.of(wanted)) {
            server.start();
            var request = ChatRequest.of("tiny", question, it -> it.temperature(0));
            System.out.println(server.chatCompletions(request).text());
            System.out.println(server.tokenize(question).size() + " tokens were the question");
        } catch (ServerException refused) {
            System.err.println(refused.getLocalizedMessage());
            System.err.println(refused.next(Locale.getDefault()));
            System.exit(1);
        } catch (LlmException answer) {
            System.err.println(answer.getMessage());
            System.exit(1);
        }
    }
}
