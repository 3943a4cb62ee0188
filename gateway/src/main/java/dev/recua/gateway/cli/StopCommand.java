package dev.recua.gateway.cli;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `recua stop`: ends one model's engine, or all. The gateway goes on.
@Command(
        name = "stop",
        sortOptions = false,
        description = {
            "Unload one model, or all of them; the gateway goes on.",
            "Running requests finish first. The gateway itself stops with Ctrl-C in its terminal."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua stop qwen3:8b",
            "  recua stop --all",
            "  recua stop --all --force           without waiting for requests"
        })
final class StopCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final AdminCall gateway;

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /// Which models: exactly one of the two must be given.
    static final class Which {
        @Parameters(
                index = "0",
                paramLabel = "MODEL",
                description = "Id or alias of a model, as recua ps shows them.")
        private String model = "";

        @Option(names = "--all", description = "Every model that is loaded.")
        private boolean all;
    }

    @Option(
            names = "--force",
            description = "Break off running requests instead of waiting for them.")
    private boolean force;

    StopCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.gateway = new AdminCall(surroundings, global, ticker);
    }

    @Override
    public Integer call() throws InterruptedException {
        var unloading = new Unloading(force);
        PrintStream out = surroundings.terminal().out();
        if (!which.all) {
            String name = AdminCall.named(which.model);
            Unloading.Unloaded done =
                    gateway.with((admin, progress) -> unloading.one(admin, name, progress));
            out.println(global.isJson() ? Output.json(done.model()) : done.words());
            return ExitCode.DONE.code();
        }
        List<Unloading.Unloaded> done =
                gateway.with((admin, progress) -> all(admin, unloading, progress));
        if (global.isJson()) {
            out.println(
                    Output.json(
                            new ModelInfos(done.stream().map(Unloading.Unloaded::model).toList())));
        } else if (done.isEmpty()) {
            surroundings.terminal().err().println("No model is loaded.");
        } else {
            done.forEach(one -> out.println(one.words()));
        }
        return ExitCode.DONE.code();
    }

    /// All at once, so that a long answer of one model does not keep the others.
    private static List<Unloading.Unloaded> all(
            AdminClient admin, Unloading unloading, Progress progress) throws InterruptedException {
        List<ModelInfo> running = admin.models().stream().filter(Unloading::runs).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Unloading.Unloaded>> orders = new ArrayList<>();
            for (ModelInfo model : running) {
                orders.add(threads.submit(() -> unloading.one(admin, model.id(), progress)));
            }
            List<Unloading.Unloaded> done = new ArrayList<>();
            try {
                for (Future<Unloading.Unloaded> order : orders) {
                    done.add(order.get());
                }
            } catch (InterruptedException e) {
                threads.shutdownNow(); // else leaving the block would wait for them
                throw e;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
            return done;
        }
    }
}
