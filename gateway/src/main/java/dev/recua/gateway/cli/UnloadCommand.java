package dev.recua.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `recua unload`: ends a model's engine.
@Command(
        name = "unload",
        sortOptions = false,
        description = {
            "Unload a model, and return when its process is gone.",
            "Its running requests finish first, and it takes no others meanwhile. The file stays;",
            "the next request loads the model again."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua unload qwen3:8b",
            "  recua unload qwen3:8b --force      without waiting for its requests",
            "  recua stop --all                   every model"
        })
final class UnloadCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final AdminCall gateway;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Id or alias of a model, as recua ps shows them.")
    private String model = "";

    @Option(
            names = "--force",
            description = "Break off its running requests instead of waiting for them.")
    private boolean force;

    UnloadCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.gateway = new AdminCall(surroundings, global, ticker);
    }

    @Override
    public Integer call() throws InterruptedException {
        String name = AdminCall.named(model);
        var unloading = new Unloading(force);
        Unloading.Unloaded done =
                gateway.with((admin, progress) -> unloading.one(admin, name, progress));
        var out = surroundings.terminal().out();
        out.println(global.isJson() ? Output.json(done.model()) : done.words());
        return ExitCode.DONE.code();
    }
}
