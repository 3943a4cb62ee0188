// Run: examples/run.sh RunAnEngine LLAMA-SERVER ["What to ask" [FILE.gguf]]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.supervisor.args.ServerArgs;
import dev.recua.supervisor.args.ServerSpec;
import dev.recua.supervisor.child.Child;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.ProbeResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs one llama-server without a gateway: starts it with a model, waits until it is ready, asks
/// it once, and stops it.
///
/// The child gets a free port of 127.0.0.1, a random key, and only those options that its own
/// `--help` knows.
public final class RunAnEngine {
    private RunAnEngine() {}

    /// Starts, asks, stops.
    ///
    /// @param args the binary, the question, and the model's file
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 0) {
            System.err.println(
                    "Name a llama-server; examples/run.sh FindOrInstallAnEngine prints the path of one.");
            System.exit(2);
        }
        Path binary = Path.of(args[0]).toAbsolutePath();
        String question = args.length > 1 ? args[1] : "What day comes after Monday?";
        Path file = Path.of(args.length > 2 ? args[2] : "bundled/recua-tiny-3m-instruct-q8_0.gguf");

        boolean answered =
                switch (new EngineProbe().probe(binary)) {
                    case ProbeResult.Fails fails -> failed(fails.problem().message());
                    case ProbeResult.Works works -> run(binary, works.facts(), file, question);
                };
        System.exit(answered ? 0 : 1);
    }

    private static boolean run(Path binary, EngineFacts engine, Path file, String question)
            throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("run-an-engine");
        Child child = Child.launch(spec(binary, engine, file, work));
        try {
            return switch (child.started().join()) {
                case StartOutcome.Ready ready -> {
                    System.out.printf(
                            "llama-server %s is ready after %d ms, pid %d, port %d%n",
                            engine.version(), ready.took().toMillis(), ready.pid(), ready.port());
                    yield ask(child, question);
                }
                case StartOutcome.StartFailed start ->
                        failed(start.failure().message() + ". " + start.failure().next());
            };
        } finally {
            var exit = child.stop().join();
            System.out.println("it ended with exit code " + exit.code());
            delete(work);
        }
    }

    private static ChildSpec spec(Path binary, EngineFacts engine, Path file, Path work) {
        return new ChildSpec(
                "example",
                binary,
                port ->
                        switch (ServerArgs.of(
                                ServerSpec.of(file, "example", port), engine.flags())) {
                            case ServerArgs.Built built -> built.args();
                            case ServerArgs.Refused refused ->
                                    throw new IllegalArgumentException(refused.message());
                        },
                Map.of(),
                Optional.empty(),
                ChildLimits.DEFAULT,
                work.resolve("config"),
                work.resolve("run"));
    }

    private static boolean ask(Child child, String question) throws InterruptedException {
        var address = URI.create("http://127.0.0.1:" + child.port());
        try (var engine = RecuaClient.of(address, Optional.of(child.apiKey()))) {
            var request = ChatRequest.of("example", question, it -> it.temperature(0));
            System.out.println(engine.chat(request).text());
            return true;
        } catch (LlmException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private static boolean failed(String message) {
        System.err.println(message);
        return false;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
