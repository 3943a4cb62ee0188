// Run: examples/run.sh ServiceWithCallbacks LLAMA-SERVER [FILE.gguf]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.client.wire.ChatRequest;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.service.LlamaServerConfig;
import dev.recua.supervisor.service.LlamaService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/// A llama-server that stays up, without a gateway: its engine is killed in the middle, comes back
/// by itself, and answers again. Each change of state is printed as it is told.
public final class ServiceWithCallbacks {
    private static final String FILE = "bundled/recua-tiny-3m-instruct-q8_0.gguf";

    private ServiceWithCallbacks() {}

    /// Starts, asks, kills its engine, asks again, stops.
    ///
    /// @param args the binary, and the model's file
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 0) {
            System.err.println(
                    "Name a llama-server; examples/run.sh FindOrInstallAnEngine prints the path of one.");
            System.exit(2);
        }
        var config =
                LlamaServerConfig.builder()
                        .serverPath(Path.of(args[0]))
                        .modelPath(Path.of(args.length > 1 ? args[1] : FILE))
                        .ctxSize(1024)
                        .port(freePort())
                        .build();
        var changes = new LinkedBlockingQueue<LlamaServiceState>();
        var last = new AtomicReference<>(LlamaServiceStatus.INITIAL);

        try (var service = new LlamaService(config)) {
            var listening = service.onStateChange(state -> note(state, last, changes));
            var _ = service.start();
            await(changes, LlamaServiceStatus.READY);
            ask(service);
            kill(service);
            await(changes, LlamaServiceStatus.CRASHED);
            await(changes, LlamaServiceStatus.READY);
            ask(service);
            service.stop().join();
            await(changes, LlamaServiceStatus.INITIAL);
            listening.close();
        } catch (CompletionException | IllegalStateException failed) {
            System.err.println(failed.getMessage());
            System.exit(1);
        }
    }

    /// A state is also told when its models are known, with the same status.
    private static void note(
            LlamaServiceState state,
            AtomicReference<LlamaServiceStatus> last,
            BlockingQueue<LlamaServiceState> changes) {
        if (last.getAndSet(state.status()) != state.status()) changes.add(state);
    }

    /// Prints each state until that one comes; `error` is the end.
    private static void await(BlockingQueue<LlamaServiceState> changes, LlamaServiceStatus wanted)
            throws InterruptedException {
        while (true) {
            LlamaServiceState state = changes.take();
            String why = state.lastError() == null ? "" : ": " + state.lastError();
            System.out.println(state.status().wire() + why);
            if (state.status() == wanted) return;
            if (state.status() == LlamaServiceStatus.ERROR)
                throw new IllegalStateException("it was given up: " + state.lastError());
        }
    }

    private static void ask(LlamaService service) throws InterruptedException {
        Server ready = service.server().orElseThrow();
        try (var client = RecuaClient.of(ready.baseUrl(), ready.apiKey())) {
            var request =
                    ChatRequest.of("any", "What day comes after Monday?", it -> it.temperature(0));
            System.out.println(client.chat(request).text());
        }
    }

    /// What nobody would do: end the process behind the service's back.
    private static void kill(LlamaService service) {
        long pid = service.server().orElseThrow().pid().orElseThrow();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
