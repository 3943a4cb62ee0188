package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `recua serve`: runs the gateway until it is told to stop.
@Command(
        name = "serve",
        sortOptions = false,
        description = {
            "Start the gateway and serve until Ctrl-C.",
            "When it is ready, its last line is \"Recua VERSION is ready: URL\"."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua serve",
            "  recua serve --listen 127.0.0.1:0              any free port",
            "  RECUA_API_KEY=secret recua serve --listen 0.0.0.0:8091"
        })
final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to listen. Default: 127.0.0.1:8091. Port 0 takes any free one.")
    private @Nullable String listen;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file. Default: config.yaml in the configuration folder.")
    private @Nullable Path config;

    @Option(
            names = "--engine",
            paramLabel = "FILE",
            description =
                    "The llama-server binary. Default: the first that is found, else installed.")
    private @Nullable Path engine;

    @Option(
            names = "--insecure",
            description = "Allow an address that others can reach without an API key.")
    private boolean insecure;

    @Option(names = "--offline", description = "Fetch nothing from the network.")
    private boolean offline;

    ServeCommand(Surroundings surroundings, GlobalOptions global) {
        this.surroundings = surroundings;
        this.global = global;
    }

    @Override
    public Integer call() throws InterruptedException {
        var options =
                new ServeOptions(
                        global.home(),
                        Optional.ofNullable(listen),
                        Optional.ofNullable(config),
                        Optional.ofNullable(engine),
                        insecure,
                        offline);
        return surroundings.launcher().serve(options, surroundings.terminal());
    }
}
