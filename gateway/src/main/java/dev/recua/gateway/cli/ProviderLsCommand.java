package dev.recua.gateway.cli;

import dev.recua.client.config.ProviderChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `recua provider ls`: the providers, and which one is asked first.
@Command(
        name = "ls",
        sortOptions = false,
        description = {
            "List the providers, and which of them programs with Recua's Java client ask first.",
            "Nobody is asked anything: `recua diagnose` looks whether one answers."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua provider ls", "  recua provider ls --json"})
final class ProviderLsCommand implements Callable<Integer> {
    private static final List<String> HEADER =
            List.of("PROVIDER", "NAME", "ADDRESS", "KEY", "CONFIGURED", "USED");

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final ClientSettings settings;

    ProviderLsCommand(Surroundings surroundings, GlobalOptions global, ClientSettings settings) {
        this.surroundings = surroundings;
        this.global = global;
        this.settings = settings;
    }

    @Override
    public Integer call() {
        Providers providers =
                Providers.of(
                        settings.load(),
                        new ProviderChoice(settings.files().lastProvider()),
                        settings.isChosenByEnvironment(),
                        new Gateways(surroundings, global).usual());
        Terminal terminal = surroundings.terminal();
        if (global.isJson()) {
            terminal.out().println(Output.json(providers));
            return ExitCode.DONE.code();
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        rows.addAll(providers.table());
        Output.table(rows).forEach(terminal.out()::println);
        terminal.out().println(providers.sentence());
        return ExitCode.DONE.code();
    }
}
