package dev.recua.gateway;

import dev.recua.gateway.cli.CommandFailed;
import dev.recua.gateway.cli.EmbeddedGateway;
import dev.recua.gateway.cli.EmbeddedGateways;
import dev.recua.gateway.cli.ExitCode;
import dev.recua.gateway.cli.ServeOptions;
import dev.recua.gateway.fleet.Engines;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A gateway for one `recua run`, on any free port of loopback; it ends with the command.
final class EmbeddedRun implements EmbeddedGateways {
    /// What the JVM exits with after SIGTERM.
    private static final int SIGTERM_EXIT = 143;

    private final Map<String, String> environment;
    private final String version;

    EmbeddedRun(Map<String, String> environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    @Override
    public EmbeddedGateway open(ServeOptions options, Consumer<String> progress)
            throws InterruptedException {
        var startup =
                Startup.begin(
                        options,
                        environment,
                        version,
                        true,
                        step ->
                                progress.accept(
                                        "installing llama-server: " + InstallLines.text(step)),
                        EmbeddedRun::end);
        try {
            if (startup.awaitEngine() instanceof Engines.Available.No none) {
                throw new CommandFailed(ExitCode.NO_ENGINE, none.message());
            }
            return new Opened(startup);
        } catch (RuntimeException | InterruptedException e) {
            startup.close();
            throw e;
        }
    }

    /// The command ends as after SIGTERM: its shutdown hooks run, which close the gateway. On a
    /// thread of its own, because those who are told wait for nobody.
    private static void end() {
        Thread.ofPlatform().name("shutdown").start(() -> System.exit(SIGTERM_EXIT));
    }

    private record Opened(Startup startup) implements EmbeddedGateway {
        @Override
        public URI url() {
            return startup.url();
        }

        @Override
        public Optional<String> apiKey() {
            return startup.config().apiKey().map(key -> key.reveal());
        }

        @Override
        public void close() {
            startup.close();
        }
    }
}
