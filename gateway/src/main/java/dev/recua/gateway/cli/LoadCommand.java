package dev.recua.gateway.cli;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.ModelInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `recua load`: starts a model's engine before the first request does.
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Load a model, and return when it can take requests.",
            "Requests load their model by themselves; this only spares the first one the wait."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua load qwen3:8b",
            "  recua load gpt-4                   an alias will do",
            "  recua load qwen3:8b && recua ps"
        })
final class LoadCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final AdminCall gateway;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Id or alias of a model, as recua ls shows them.")
    private String model = "";

    LoadCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.gateway = new AdminCall(surroundings, global, ticker);
    }

    @Override
    public Integer call() throws InterruptedException {
        String name = AdminCall.named(model);
        Loaded loaded = gateway.with((admin, progress) -> load(admin, name, progress));
        var out = surroundings.terminal().out();
        out.println(global.isJson() ? Output.json(loaded.model()) : words(loaded));
        return ExitCode.DONE.code();
    }

    /// @param already whether there was nothing to do
    /// @param took    until it could take requests
    private record Loaded(ModelInfo model, boolean already, Duration took) {}

    private Loaded load(AdminClient admin, String name, Progress progress)
            throws InterruptedException {
        boolean already = admin.model(name).status().equals("ready");
        progress.show("loading " + name);
        Instant start = surroundings.clock().instant();
        ModelInfo now = admin.load(name);
        return new Loaded(now, already, Duration.between(start, surroundings.clock().instant()));
    }

    private static String words(Loaded loaded) {
        String took =
                loaded.already()
                        ? " was loaded already"
                        : " is loaded after " + Output.seconds(loaded.took());
        return loaded.model().id() + took + details(loaded.model()) + ".";
    }

    private static String details(ModelInfo model) {
        var text = new StringBuilder();
        ModelInfo.@Nullable Child child = model.child();
        if (child != null) {
            text.append(": process ").append(child.pid());
            @Nullable Long rss = child.rss();
            if (rss != null) {
                text.append(", ").append(Output.size(rss)).append(" in memory");
            }
        }
        @Nullable Integer context = model.contextLength();
        if (context != null) {
            text.append(text.isEmpty() ? ": " : ", ").append("context ").append(context);
        }
        return text.toString();
    }
}
