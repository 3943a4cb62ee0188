package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInfo;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `recua engine use`: chooses an engine.
@Command(
        name = "use",
        sortOptions = false,
        description = {
            "Let models start with this engine from now on. Running ones keep theirs.",
            "--engine, RECUA_ENGINE and engine.path beat the choice; the command says so then.",
            "Ends with 4 when no such engine is installed."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua engine use 0.7.0/x86_64-unknown-linux-gnu/cpu",
            "  recua engine use 0.7.0           when only one has this version",
            "  recua engine use 0.7.0/vulkan    when only one has both",
            "  recua engine use auto            forget the choice"
        })
final class EngineUseCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final EngineDesk desk;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description =
                    "An engine as `recua engine ls` shows it, or the beginning of its id; or auto.")
    private String id = "";

    EngineUseCommand(Surroundings surroundings, GlobalOptions global, EngineDesk desk) {
        this.surroundings = surroundings;
        this.global = global;
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        EngineInfo engine = desk.order(engines -> engines.use(id));
        Terminal terminal = surroundings.terminal();
        @Nullable String note = engine.note();
        if (global.isJson()) {
            terminal.out().println(Output.json(engine));
        } else if (note == null) {
            terminal.out().println("Models start with " + engine.id() + " from now on.");
        } else {
            terminal.out().println("Chosen: " + engine.id());
        }
        if (note != null) terminal.err().println(note);
        return ExitCode.DONE.code();
    }
}
