package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInstall;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `recua engine install`: fetches an engine.
@Command(
        name = "install",
        sortOptions = false,
        description = {
            "Install an engine: llama.cpp's own release for this machine, or Debian's package of it.",
            "What is there already is not fetched again. Ends with 6 when none could be installed, with",
            "4 when there is no such version."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua engine install",
            "  recua engine install 0.7.0",
            "  recua engine install b11669 --variant vulkan"
        })
final class EngineInstallCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final EngineDesk desk;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "Such as 0.7.0 or b11669. Default: the newest.")
    private @Nullable String version;

    @Option(
            names = "--variant",
            paramLabel = "VARIANT",
            description =
                    "What it computes on: cpu, metal or vulkan. Default: the usual one of this machine.")
    private @Nullable String variant;

    EngineInstallCommand(Surroundings surroundings, GlobalOptions global, EngineDesk desk) {
        this.surroundings = surroundings;
        this.global = global;
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = surroundings.terminal();
        EngineInfo engine;
        try (var progress = new InstallBar(terminal)) {
            engine =
                    desk.order(
                            engines ->
                                    engines.install(new EngineInstall(version, variant), progress));
        }
        if (global.isJson()) {
            terminal.out().println(Output.json(engine));
        } else {
            terminal.out().println("Installed: " + engine.id() + "  " + engine.path());
        }
        @Nullable String note = engine.note();
        if (note != null) terminal.err().println(note);
        return ExitCode.DONE.code();
    }
}
