package dev.recua.gateway.cli;

import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ProviderChoice;
import dev.recua.client.config.ProviderType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `recua provider use`: chooses the provider that is asked first.
@Command(
        name = "use",
        sortOptions = false,
        description = {
            "Let programs with Recua's Java client ask this provider first from now on.",
            "The choice is remembered; RECUA_CLIENT_PROVIDER beats it."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua provider use llama-cpp", "  recua provider use \"OpenAI Compatible\""})
final class ProviderUseCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final ClientSettings settings;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "ollama, openrouter, openai-compatible, llama-cpp or recua, or as `recua provider ls` calls it.")
    private String name = "";

    ProviderUseCommand(Surroundings surroundings, GlobalOptions global, ClientSettings settings) {
        this.surroundings = surroundings;
        this.global = global;
        this.settings = settings;
    }

    @Override
    public Integer call() {
        ProviderType type = ProviderType.named(name).orElseThrow(this::noSuchProvider);
        ClientConfig config = settings.load();
        if (config.orDefault(type).isEmpty()) throw withoutAddress(type);
        var choice = new ProviderChoice(settings.files().lastProvider());
        write(choice, type);
        URI gateway = new Gateways(surroundings, global).usual();
        report(Providers.of(config, choice, settings.isChosenByEnvironment(), gateway), type);
        return ExitCode.DONE.code();
    }

    private void report(Providers providers, ProviderType type) {
        Terminal terminal = surroundings.terminal();
        Providers.Row row = providers.row(type);
        if (global.isJson()) {
            terminal.out().println(Output.json(row));
        } else {
            terminal.out()
                    .println(
                            "%s (%s) at %s is asked first from now on."
                                    .formatted(row.label(), row.provider(), row.url()));
        }
        if (!row.used()) {
            terminal.err().println("It has no effect yet: %s".formatted(providers.sentence()));
        }
        if (type == ProviderType.OPENROUTER && !row.key()) {
            terminal.err().println("It has no key yet: write apiKey into " + settings.file());
        }
    }

    private void write(ProviderChoice choice, ProviderType type) {
        try {
            choice.write(type);
        } catch (IOException e) {
            Path file = settings.files().lastProvider();
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private CommandFailed noSuchProvider() {
        String known =
                Arrays.stream(ProviderType.values())
                        .map(ProviderType::wire)
                        .collect(Collectors.joining(", "));
        return new CommandFailed(
                ExitCode.NOT_FOUND,
                "no provider is called \"%s\".%n  There are: %s".formatted(name, known));
    }

    private CommandFailed withoutAddress(ProviderType type) {
        return new CommandFailed(
                ExitCode.INVALID_CONFIG,
                "nobody said where %s is.%n  Write baseUrl into providers.%s of %s, or set RECUA_CLIENT_OPENAI_COMPATIBLE_BASE_URL."
                        .formatted(type.label(), type.wire(), settings.file()));
    }
}
