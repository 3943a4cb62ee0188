package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInfos;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `recua engine rm`: removes an engine from the disk.
@Command(
        name = "rm",
        sortOptions = false,
        description = {
            "Remove an installed engine from the disk, unless a model runs on it.",
            "With --json it prints the engines that are left. Ends with 4 when no such engine is",
            "installed."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua engine rm 0.7.0",
            "  recua engine rm 0.7.0/x86_64-unknown-linux-gnu/cpu"
        })
final class EngineRmCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final EngineDesk desk;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "An engine as `recua engine ls` shows it, or the beginning of its id.")
    private String id = "";

    EngineRmCommand(Surroundings surroundings, GlobalOptions global, EngineDesk desk) {
        this.surroundings = surroundings;
        this.global = global;
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        EngineInfos left =
                desk.order(
                        engines -> {
                            engines.remove(id);
                            return engines.list();
                        });
        var out = surroundings.terminal().out();
        out.println(global.isJson() ? Output.json(left) : "Removed: " + id);
        return ExitCode.DONE.code();
    }
}
