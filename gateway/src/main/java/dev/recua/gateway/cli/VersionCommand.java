package dev.recua.gateway.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recua.client.GatewayAddress;
import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `recua version`: what this program is, and what the gateway is, if one runs.
@Command(
        name = "version",
        sortOptions = false,
        description = {
            "Print the version of this program, of its Java, and of the gateway if one runs."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua version", "  recua version --json"})
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final Ticker ticker;

    VersionCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.ticker = ticker;
    }

    @Override
    public Integer call() throws InterruptedException {
        var gateways = new Gateways(surroundings, global);
        GatewayAddress address = gateways.address();
        Optional<Gateway> gateway = running(gateways, address);
        print(
                new Versions(
                        surroundings.version().text(),
                        Runtime.version().toString(),
                        gateway.orElse(null)),
                address);
        return ExitCode.DONE.code();
    }

    private Optional<Gateway> running(Gateways gateways, GatewayAddress address)
            throws InterruptedException {
        try (RecuaClient client = gateways.client(address);
                var progress = new Progress(surroundings.terminal(), ticker)) {
            progress.show("asking " + address.uri());
            if (!client.health().saysOk()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Gateway(address.uri(), versionOf(client, gateways, address).orElse(null)));
        } catch (LlmException e) {
            return Optional.empty();
        }
    }

    /// What it says itself, else what its run file says: without its key it says nothing.
    private static Optional<String> versionOf(
            RecuaClient client, Gateways gateways, GatewayAddress address)
            throws InterruptedException {
        try {
            return Optional.of(client.admin().info().version());
        } catch (LlmException e) {
            return gateways.versionAt(address);
        }
    }

    private void print(Versions versions, GatewayAddress address) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            out.println(Output.json(versions));
            return;
        }
        out.printf("recua %s (Java %s)%n", versions.version(), versions.java());
        @Nullable Gateway gateway = versions.gateway();
        if (gateway == null) {
            out.printf("gateway: none answers at %s%n", address.uri());
        } else {
            @Nullable String version = gateway.version();
            out.printf(
                    "gateway: %s at %s%n",
                    version == null ? "version not known" : version, gateway.url());
        }
    }

    /// What `--json` prints.
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Versions(String version, String java, @Nullable Gateway gateway) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Gateway(URI url, @Nullable String version) {}
}
