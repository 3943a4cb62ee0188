package dev.recua.gateway.cli;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `recua ls`: the models that the gateway offers.
@Command(
        name = "ls",
        sortOptions = false,
        description = {
            "List the models of the running gateway.",
            "A model can be asked for by its id or by any of its aliases. A file that cannot be used",
            "is listed with the reason."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua ls", "  recua ls --json"})
final class LsCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("ID", "SIZE", "QUANT", "STATUS", "ALIASES");
    private static final String UNKNOWN = "-";

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final AdminCall gateway;

    LsCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.gateway = new AdminCall(surroundings, global, ticker);
    }

    @Override
    public Integer call() throws InterruptedException {
        print(gateway.with((admin, _) -> admin.models()));
        return ExitCode.DONE.code();
    }

    private void print(List<ModelInfo> models) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            out.println(Output.json(new ModelInfos(models)));
        } else if (models.isEmpty()) {
            surroundings
                    .terminal()
                    .err()
                    .println("The gateway has no model. Put a .gguf file into its models folder.");
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(HEADER);
            models.forEach(model -> rows.add(row(model)));
            Output.table(rows).forEach(out::println);
            models.forEach(model -> explain(model, out));
        }
    }

    /// Why a model cannot be used, below the table: a reason is too long for a column.
    private static void explain(ModelInfo model, PrintStream out) {
        @Nullable String problem = model.problem();
        if (problem != null) {
            out.println(
                    "%n%s cannot be used: %s%n  %s".formatted(model.id(), problem, model.path()));
        }
    }

    private static List<String> row(ModelInfo model) {
        @Nullable String quantization = model.quantization();
        return List.of(
                model.id(),
                Output.size(model.size()),
                quantization == null ? UNKNOWN : quantization,
                model.status(),
                model.aliases().isEmpty() ? UNKNOWN : String.join(", ", model.aliases()));
    }
}
