package dev.recua.gateway.cli;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `recua ps`: the models that run, or are waited for.
@Command(
        name = "ps",
        sortOptions = false,
        description = {
            "List the models that run: process, memory, requests, and when they are unloaded.",
            "A model that requests wait for is listed, too."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua ps",
            "  recua ps --json",
            "  recua logs qwen3:8b                what its engine writes",
            "  recua unload qwen3:8b              end it"
        })
final class PsCommand implements Callable<Integer> {
    private static final List<String> HEADER =
            List.of(
                    "MODEL",
                    "STATUS",
                    "PID",
                    "MEMORY",
                    "CONTEXT",
                    "RUNNING",
                    "WAITING",
                    "UNLOADED IN");
    private static final String UNKNOWN = "-";

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final AdminCall gateway;

    PsCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.gateway = new AdminCall(surroundings, global, ticker);
    }

    @Override
    public Integer call() throws InterruptedException {
        List<ModelInfo> all = gateway.with((admin, _) -> admin.models());
        print(all.stream().filter(PsCommand::isAtWork).toList());
        return ExitCode.DONE.code();
    }

    /// Also one that crashed and will be started again, or that waits for another's place.
    private static boolean isAtWork(ModelInfo model) {
        boolean resting = model.status().equals("initial") || model.status().equals("error");
        return !resting || model.child() != null || model.waiting() > 0;
    }

    private void print(List<ModelInfo> running) {
        Terminal terminal = surroundings.terminal();
        if (global.isJson()) {
            terminal.out().println(Output.json(new ModelInfos(running)));
        } else if (running.isEmpty()) {
            terminal.err()
                    .println(
                            "No model is loaded. A request loads its model, and so does `recua load MODEL`; `recua ls` shows all.");
        } else {
            Instant now = surroundings.clock().instant();
            List<List<String>> rows = new ArrayList<>();
            rows.add(HEADER);
            running.forEach(model -> rows.add(row(model, now)));
            Output.table(rows).forEach(terminal.out()::println);
        }
    }

    private static List<String> row(ModelInfo model, Instant now) {
        ModelInfo.@Nullable Child child = model.child();
        @Nullable Long rss = child == null ? null : child.rss();
        @Nullable Integer context = model.contextLength();
        return List.of(
                model.id(),
                model.status(),
                child == null ? UNKNOWN : String.valueOf(child.pid()),
                rss == null ? UNKNOWN : Output.size(rss),
                context == null ? UNKNOWN : String.valueOf(context),
                String.valueOf(model.running()),
                String.valueOf(model.waiting()),
                unloadedIn(model.idleUnloadAt(), now));
    }

    private static String unloadedIn(@Nullable String at, Instant now) {
        if (at == null) {
            return UNKNOWN;
        }
        try {
            return Output.duration(Duration.between(now, Instant.parse(at)));
        } catch (DateTimeParseException e) {
            return at; // written in a way that we do not know, so as it came
        }
    }
}
