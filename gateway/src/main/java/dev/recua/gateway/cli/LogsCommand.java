package dev.recua.gateway.cli;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.LogLine;
import dev.recua.client.admin.LogLines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `recua logs`: what a model's engine wrote, or the gateway itself.
@Command(
        name = "logs",
        sortOptions = false,
        description = {
            "Print the last lines that a model's engine wrote.",
            "Without MODEL the last lines of the gateway's own log."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua logs                         the gateway's log",
            "  recua logs qwen3:8b --lines 50",
            "  recua logs qwen3:8b --follow       until Ctrl-C",
            "  recua logs qwen3:8b --json"
        })
final class LogsCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// While following, so many lines are looked at: what is written in one period is hardly more.
    private static final int WINDOW = 1000;

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final AdminCall gateway;
    private final Pause pause;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description =
                    "Id or alias of a model, as recua ls shows them. Default: the gateway itself.")
    private @Nullable String model;

    @Option(
            names = "--lines",
            paramLabel = "COUNT",
            defaultValue = "200",
            description = "How many of the last lines. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing what is written, until Ctrl-C.")
    private boolean follow;

    LogsCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker, Pause pause) {
        this.surroundings = surroundings;
        this.global = global;
        this.gateway = new AdminCall(surroundings, global, ticker);
        this.pause = pause;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (lines < 1) {
            throw new CommandFailed(ExitCode.USAGE, "--lines must be at least 1, was " + lines);
        }
        LogSource source =
                model == null ? LogSource.ofGateway() : LogSource.ofModel(AdminCall.named(model));
        return gateway.with(
                (admin, progress) -> {
                    List<LogLine> window = source.last(admin, follow ? window() : lines);
                    progress.close();
                    print(window.subList(Math.max(0, window.size() - lines), window.size()));
                    if (follow) {
                        follow(admin, source, window);
                    } else if (window.isEmpty() && !global.isJson()) {
                        surroundings.terminal().err().println(source.whyEmpty());
                    }
                    return ExitCode.DONE.code();
                });
    }

    private int window() {
        return Math.max(WINDOW, lines);
    }

    /// Until it is interrupted, or nobody reads any more.
    private void follow(AdminClient admin, LogSource source, List<LogLine> first)
            throws InterruptedException {
        List<LogLine> before = first;
        while (!surroundings.terminal().out().checkError()) {
            pause.of(PERIOD);
            List<LogLine> now = source.last(admin, window());
            var news = LogNews.since(before, now);
            if (news.gap()) {
                surroundings
                        .terminal()
                        .err()
                        .println("(lines may be missing here: the log grew by more than is kept)");
            }
            print(news.fresh());
            before = now;
        }
    }

    /// While following, JSON is one line for each line of the log: a list would have no end.
    private void print(List<LogLine> some) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson() && !follow) {
            out.println(Output.json(new LogLines(some)));
        } else {
            some.forEach(
                    line -> out.println(global.isJson() ? Output.jsonLine(line) : line.text()));
        }
        out.flush();
    }
}
