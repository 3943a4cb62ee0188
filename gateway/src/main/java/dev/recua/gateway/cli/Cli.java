package dev.recua.gateway.cli;

import dev.recua.models.naming.NearestNames;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line of Recua. Knows every command, runs one, and turns what happened into an exit
/// code and at most a few lines on standard error.
///
/// ```java
/// System.exit(new Cli(surroundings).run(args));
/// ```
public final class Cli {
    private static final int HELP_WIDTH = 100;

    private final Surroundings surroundings;
    private final CommandLine commandLine;

    /// @param surroundings what commands touch outside themselves
    public Cli(Surroundings surroundings) {
        this(surroundings, Ticker.ofRealTime(), Thread::sleep);
    }

    Cli(Surroundings surroundings, Ticker ticker, Pause pause) {
        this.surroundings = surroundings;
        this.commandLine = commands(ticker, pause);
    }

    /// Runs one command. To be called once.
    ///
    /// @return the exit code of the process, see [ExitCode]
    public int run(String... args) {
        int code = commandLine.execute(args);
        surroundings.terminal().out().flush();
        surroundings.terminal().err().flush();
        return code;
    }

    /// All commands with their options, as documentation and tests need them.
    CommandSpec model() {
        return commandLine.getCommandSpec();
    }

    private CommandLine commands(Ticker ticker, Pause pause) {
        var global = new GlobalOptions();
        var root = new CommandLine(new Recua(global));
        root.addSubcommand(new ServeCommand(surroundings, global));
        root.addSubcommand(new RunCommand(surroundings, global, ticker));
        root.addSubcommand(new LsCommand(surroundings, global, ticker));
        root.addSubcommand(new PsCommand(surroundings, global, ticker));
        root.addSubcommand(new LoadCommand(surroundings, global, ticker));
        root.addSubcommand(new UnloadCommand(surroundings, global, ticker));
        root.addSubcommand(new StopCommand(surroundings, global, ticker));
        root.addSubcommand(new LogsCommand(surroundings, global, ticker, pause));
        root.addSubcommand(new DiagnoseCommand(surroundings, global, ticker));
        root.addSubcommand(new VersionCommand(surroundings, global, ticker));
        root.addSubcommand(config(global));
        root.addSubcommand(provider(global));
        root.addSubcommand(engine(global, ticker));
        root.getCommandSpec().version("recua " + surroundings.version().text());
        root.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        root.setOut(writer(surroundings.terminal().out()));
        root.setErr(writer(surroundings.terminal().err()));
        boolean colours = surroundings.terminal().outIsTerminal();
        root.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.AUTO : Help.Ansi.OFF));
        root.setUsageHelpWidth(HELP_WIDTH);
        root.setParameterExceptionHandler((e, args) -> wrongUsage(e));
        root.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        return root;
    }

    private CommandLine config(GlobalOptions global) {
        var settings = new ClientSettings(surroundings, global);
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigCheckCommand(surroundings, global))
                .addSubcommand(new ConfigMigrateCommand(surroundings, global, settings));
    }

    private CommandLine provider(GlobalOptions global) {
        var settings = new ClientSettings(surroundings, global);
        return new CommandLine(new ProviderCommand())
                .addSubcommand(new ProviderLsCommand(surroundings, global, settings))
                .addSubcommand(new ProviderUseCommand(surroundings, global, settings));
    }

    private CommandLine engine(GlobalOptions global, Ticker ticker) {
        var desk = new EngineDesk(surroundings, global, ticker);
        return new CommandLine(new EngineCommand())
                .addSubcommand(new EngineLsCommand(surroundings, global, desk))
                .addSubcommand(new EngineInstallCommand(surroundings, global, desk))
                .addSubcommand(new EngineUseCommand(surroundings, global, desk))
                .addSubcommand(new EngineRmCommand(surroundings, global, desk));
    }

    private static Map<String, String> exitCodes() {
        var list = new LinkedHashMap<String, String>();
        Arrays.stream(ExitCode.values())
                .forEach(code -> list.put(String.valueOf(code.code()), code.meaning()));
        return list;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private int failed(Exception failure) {
        PrintStream err = surroundings.terminal().err();
        String message = Failures.message(failure);
        if (!message.isEmpty()) {
            err.println("recua: " + message);
        }
        if (surroundings.isDebug()) {
            failure.printStackTrace(err);
        }
        return Failures.exitCode(failure).code();
    }

    private int wrongUsage(ParameterException failure) {
        PrintStream err = surroundings.terminal().err();
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        for (String line : explain(failure, command)) {
            err.println(line);
        }
        err.println("Help: " + command.qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private static List<String> explain(ParameterException failure, CommandSpec command) {
        if (lacksCommand(failure, command)) {
            String there = String.join(", ", command.subcommands().keySet());
            return List.of(
                    "recua: %s needs a command: %s.".formatted(command.qualifiedName(), there));
        }
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return List.of("recua: " + words(failure), nextStep(failure)).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
        String word = unmatched.getUnmatched().getFirst();
        boolean option = word.startsWith("-");
        boolean noSubcommands = command.subcommands().isEmpty();
        List<String> lines = new ArrayList<>();
        if (option) {
            lines.add("recua: %s has no option %s.".formatted(command.qualifiedName(), word));
        } else if (noSubcommands) {
            lines.add("recua: %s takes no \"%s\".".formatted(command.qualifiedName(), word));
        } else {
            lines.add("recua: %s has no command \"%s\".".formatted(command.qualifiedName(), word));
        }
        List<String> nearest =
                NearestNames.of(
                        word.split("=", 2)[0],
                        option ? command.optionsMap().keySet() : command.subcommands().keySet(),
                        3);
        if (!nearest.isEmpty()) {
            lines.add("  Did you mean: " + String.join(", ", nearest) + "?");
        }
        return lines;
    }

    /// Whether a command that does nothing but hold others was given without one of them: picocli
    /// blames no option or parameter then.
    private static boolean lacksCommand(ParameterException failure, CommandSpec command) {
        return failure.getClass() == ParameterException.class
                && failure.getArgSpec() == null
                && !command.subcommands().isEmpty();
    }

    private static String words(ParameterException failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "");
    }

    private static String nextStep(ParameterException failure) {
        boolean lacksModel =
                failure instanceof MissingParameterException missing
                        && missing.getMissing().stream().anyMatch(Cli::isModel);
        return lacksModel ? "  `recua ls` lists the models." : "";
    }

    /// Also where it is one of a choice, as in `(MODEL | --all)`.
    private static boolean isModel(ArgSpec missing) {
        return missing.paramLabel().equals("MODEL");
    }
}
