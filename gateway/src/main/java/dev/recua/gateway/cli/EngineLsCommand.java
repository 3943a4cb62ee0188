package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `recua engine ls`: the engines, and which one is used.
@Command(
        name = "ls",
        sortOptions = false,
        description = {
            "List the installed engines, the newest first, and the one that models start with.",
            "One that Recua did not install is listed only while it is used; its ID is then how it was",
            "found: option, environment, configured or path."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua engine ls", "  recua engine ls --json"})
final class EngineLsCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("ID", "VERSION", "VARIANT", "USED", "PATH");

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final EngineDesk desk;

    EngineLsCommand(Surroundings surroundings, GlobalOptions global, EngineDesk desk) {
        this.surroundings = surroundings;
        this.global = global;
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        EngineInfos infos = desk.order(EngineWork::list);
        Terminal terminal = surroundings.terminal();
        if (global.isJson()) {
            terminal.out().println(Output.json(infos));
            return ExitCode.DONE.code();
        }
        if (!infos.engines().isEmpty()) {
            List<List<String>> rows = new ArrayList<>(List.of(HEADER));
            infos.engines().forEach(engine -> rows.add(row(engine)));
            Output.table(rows).forEach(terminal.out()::println);
        }
        @Nullable String problem = infos.problem();
        if (problem != null) {
            terminal.err().println(problem);
            if (infos.engines().isEmpty()) {
                terminal.err().println("Or install one with `recua engine install`.");
            }
        }
        return ExitCode.DONE.code();
    }

    private static List<String> row(EngineInfo engine) {
        return List.of(
                engine.id(),
                engine.version(),
                engine.variant(),
                engine.active() ? "yes" : "-",
                engine.path());
    }
}
