package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Diagnosis;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `recua diagnose`: looks at the gateway, or at another provider, and says what is wrong and what
/// to do next.
@Command(
        name = "diagnose",
        sortOptions = false,
        description = {
            "Look at the gateway, or at another server, and say what is wrong.",
            "Does it answer, which models has it, does one of them give a token? What fails is explained:",
            "why that mostly happens, and what to do next."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua diagnose                                      the gateway",
            "  recua diagnose --provider llama-cpp                 as the client configuration has it",
            "  recua diagnose --provider llama-cpp --url http://localhost:8080",
            "  recua diagnose --json                               for programs"
        })
final class DiagnoseCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final Ticker ticker;
    private final ClientSettings settings;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            order = 1,
            description =
                    "Whom to look at, as the client configuration has it: recua, llama-cpp, ollama, openrouter or openai-compatible. Default: the gateway.")
    private @Nullable String provider;

    DiagnoseCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.ticker = ticker;
        this.settings = new ClientSettings(surroundings, global);
    }

    @Override
    public Integer call() throws InterruptedException {
        Checkup checkup = provider == null ? gateway() : provider(type(provider));
        print(checkup);
        if (checkup.well()) return ExitCode.DONE.code();
        boolean noGateway = checkup.absent() && checkup.provider() == ProviderType.RECUA;
        return (noGateway ? ExitCode.NO_GATEWAY : ExitCode.FAILED).code();
    }

    private Checkup gateway() throws InterruptedException {
        var gateways = new Gateways(surroundings, global);
        GatewayAddress address = gateways.address();
        try (Examined gateway = new ExaminedGateway(gateways.client(address))) {
            return look(ProviderType.RECUA, gateway, address.origin());
        }
    }

    private Checkup provider(ProviderType type) throws InterruptedException {
        if (global.url().isPresent()) return named(type, global.url().get());
        ProviderConfig config = configured(type);
        boolean isUsual = config.baseUrl().equals(GatewayAddress.DEFAULT);
        if (type != ProviderType.RECUA || !isUsual) {
            return provider(config, "the client configuration");
        }
        if (config.apiKey().isEmpty()) return gateway();
        GatewayAddress address = new Gateways(surroundings, global).address();
        return provider(config.withBaseUrl(address.uri()), address.origin());
    }

    /// The key of the configuration stays at home: an address that somebody typed must not get a
    /// key that was written for another.
    private Checkup named(ProviderType type, String url) throws InterruptedException {
        return type == ProviderType.RECUA ? gateway() : provider(at(type, url), "--url");
    }

    private Checkup provider(ProviderConfig config, String origin) throws InterruptedException {
        try (Examined server = ExaminedProvider.of(config)) {
            return look(config.type(), server, origin);
        }
    }

    private Checkup look(ProviderType type, Examined server, String origin)
            throws InterruptedException {
        try (var progress = new Progress(surroundings.terminal(), ticker)) {
            progress.show("asking " + server.address());
            return Checkup.of(type, server, origin, surroundings.clock());
        }
    }

    private static ProviderType type(String name) {
        return ProviderType.named(name).orElseThrow(() -> noSuchProvider(name));
    }

    private static CommandFailed noSuchProvider(String name) {
        String known =
                Arrays.stream(ProviderType.values())
                        .map(ProviderType::wire)
                        .collect(Collectors.joining(", "));
        return new CommandFailed(
                ExitCode.USAGE,
                "--provider is \"%s\", which is none of %s.".formatted(name, known));
    }

    private ProviderConfig configured(ProviderType type) {
        return settings.load()
                .orDefault(type)
                .orElseThrow(
                        () ->
                                new CommandFailed(
                                        ExitCode.USAGE,
                                        "Nobody said where the provider %s is. Name its address with --url, or in the client configuration."
                                                .formatted(type.wire())));
    }

    private static ProviderConfig at(ProviderType type, String url) {
        try {
            return ProviderConfig.of(type, GatewayAddress.named(url, "--url").uri());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void print(Checkup checkup) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            out.println(Output.json(checkup));
            return;
        }
        out.printf("%s at %s (%s)%n", checkup.provider().label(), checkup.url(), checkup.origin());
        Output.table(checkup.checks().stream().map(DiagnoseCommand::row).toList())
                .forEach(out::println);
        @Nullable Diagnosis diagnosis = checkup.diagnosis();
        if (diagnosis != null) explain(diagnosis, out);
        else out.println(checkup.well() ? "All is well." : "Put a model there first.");
    }

    private static List<String> row(Checkup.Check check) {
        return List.of(check.passed() ? "  ok" : "  FAILED", check.name(), check.detail());
    }

    private static void explain(Diagnosis diagnosis, PrintStream out) {
        out.printf("%n%s%n%s%n", diagnosis.errorType(), diagnosis.message());
        section("Why this mostly happens:", diagnosis.possibleCauses(), out);
        section("What to do:", diagnosis.recommendedSolutions(), out);
        section("To look further:", diagnosis.diagnosticCommands(), out);
    }

    private static void section(String title, List<String> lines, PrintStream out) {
        out.printf("%n%s%n", title);
        lines.forEach(line -> out.println("  " + line));
    }
}
