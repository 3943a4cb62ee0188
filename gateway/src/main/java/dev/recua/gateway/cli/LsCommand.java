package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.GatewayUnreachable;
import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
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
            "A model can be asked for by its id or by any of its aliases."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua ls", "  recua ls --json"})
final class LsCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("ID", "SIZE", "QUANT", "STATUS", "ALIASES");
    private static final String UNKNOWN = "-";

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final Ticker ticker;

    LsCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.ticker = ticker;
    }

    @Override
    public Integer call() throws InterruptedException {
        var gateways = new Gateways(surroundings, global);
        GatewayAddress address = gateways.address();
        ModelList list;
        try (RecuaClient client = gateways.client(address);
                var progress = new Progress(surroundings.terminal(), ticker)) {
            progress.show("asking " + address.uri());
            list = client.modelList();
        } catch (GatewayUnreachable e) {
            throw Gateways.notRunning(address, e);
        }
        print(list, address);
        return ExitCode.DONE.code();
    }

    private void print(ModelList list, GatewayAddress address) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            out.println(Output.json(list));
        } else if (list.data().isEmpty()) {
            surroundings
                    .terminal()
                    .err()
                    .println(
                            "The gateway at %s has no model. Put a .gguf file into its models folder."
                                    .formatted(address.uri()));
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(HEADER);
            list.data().forEach(model -> rows.add(row(model)));
            Output.table(rows).forEach(out::println);
        }
    }

    private static List<String> row(ModelRow model) {
        @Nullable Long size = model.meta().size();
        @Nullable String quantization = model.meta().quantization();
        boolean failed = Boolean.TRUE.equals(model.status().failed());
        return List.of(
                model.id(),
                size == null ? UNKNOWN : Output.size(size),
                quantization == null ? UNKNOWN : quantization,
                model.status().value() + (failed ? " (failed)" : ""),
                model.aliases().isEmpty() ? UNKNOWN : String.join(", ", model.aliases()));
    }
}
