package dev.recua.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `recua config check`: says every problem of a configuration at once, and starts nothing.
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Check the configuration file and the RECUA_ variables; start nothing.",
            "Tells every problem at once. Ends with 5 when a gateway would not start with it."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  recua config check", "  recua config check --config ./config.yaml"})
final class ConfigCheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file to check. Default: the one that serve would read.")
    private @Nullable Path config;

    ConfigCheckCommand(Surroundings surroundings, GlobalOptions global) {
        this.surroundings = surroundings;
        this.global = global;
    }

    @Override
    public Integer call() {
        ConfigCheck.Report report =
                surroundings.configCheck().check(Optional.ofNullable(config), global.home());
        var out = surroundings.terminal().out();
        if (global.isJson()) {
            out.println(Output.json(Json.of(report)));
        } else {
            report.problems().forEach(problem -> out.println("problem: " + problem));
            report.warnings().forEach(warning -> out.println("warning: " + warning));
            out.println(verdict(report));
        }
        return (report.isValid() ? ExitCode.DONE : ExitCode.INVALID_CONFIG).code();
    }

    private static String verdict(ConfigCheck.Report report) {
        if (!report.isValid()) {
            int count = report.problems().size();
            return "%s is not valid: %d problem%s."
                    .formatted(report.file(), count, count == 1 ? "" : "s");
        }
        return report.exists()
                ? report.file() + " is valid."
                : "There is no " + report.file() + "; the defaults apply, and they are valid.";
    }

    /// What `--json` prints.
    private record Json(
            String file,
            boolean exists,
            boolean valid,
            List<String> problems,
            List<String> warnings) {
        static Json of(ConfigCheck.Report report) {
            return new Json(
                    report.file().toString(),
                    report.exists(),
                    report.isValid(),
                    report.problems(),
                    report.warnings());
        }
    }
}
