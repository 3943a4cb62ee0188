package dev.recua.gateway.cli;

import dev.recua.client.config.AgentsMigration;
import dev.recua.client.config.AgentsMigration.Plan;
import dev.recua.client.config.AgentsMigration.RolledBack;
import dev.recua.client.config.ConfigProblem;
import dev.recua.client.config.ProviderType;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `recua config migrate`: makes Recua's `client.json` of an `agents.config.json`.
@Command(
        name = "migrate",
        sortOptions = false,
        description = {
            "Make client.json, which programs with Recua's Java client read, of an agents.config.json.",
            "That file stays as it is, and is kept once more as agents.config.backup.json beside it.",
            "A backup or a client.json that is there already is never replaced."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua config migrate                          agents.config.json of this folder",
            "  recua config migrate ~/agent/agents.config.json --dry-run",
            "  recua config migrate --rollback"
        })
final class ConfigMigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final ClientSettings settings;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to read. Default: agents.config.json in the working folder.")
    private Path file = Path.of("agents.config.json");

    @Option(
            names = "--dry-run",
            description = "Say what would be written, with the keys masked, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--rollback",
            description =
                    "Take it back: put the backup back in place and remove client.json. What was changed since is kept beside them.")
    private boolean rollback;

    ConfigMigrateCommand(Surroundings surroundings, GlobalOptions global, ClientSettings settings) {
        this.surroundings = surroundings;
        this.global = global;
        this.settings = settings;
    }

    /// What `--json` prints of a migration.
    ///
    /// @param written whether `target` was written now
    /// @param config  what it says, with the keys masked; null when it was written before
    private record Report(
            String source,
            @Nullable String backup,
            String target,
            boolean written,
            List<String> warnings,
            @Nullable JsonNode config) {}

    @Override
    public Integer call() {
        if (dryRun && rollback) {
            throw new CommandFailed(ExitCode.USAGE, "--dry-run and --rollback exclude each other.");
        }
        Path source = file.toAbsolutePath().normalize();
        Path target = settings.file();
        var migration = new AgentsMigration(settings.env(), settings.files());
        try {
            if (rollback) takeBack(migration, source, target);
            else migrate(migration, source, target);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "nothing is lost, but: " + words(e), e);
        }
        return ExitCode.DONE.code();
    }

    private void migrate(AgentsMigration migration, Path source, Path target) throws IOException {
        if (Files.notExists(source)) throw missing(source);
        switch (migration.plan(source, target)) {
            case Plan.Ready ready -> {
                if (!dryRun) migration.carryOut(ready);
                settings.warn(ready.warnings());
                report(ready);
            }
            case Plan.Done done -> reportDone(done);
            case Plan.Occupied occupied ->
                    throw new CommandFailed(
                            ExitCode.FAILED,
                            "%s is there already and says something else; nothing was changed.%n  Move it away, or take it back with --rollback, which keeps it."
                                    .formatted(occupied.target()));
            case Plan.Unusable unusable -> throw ClientSettings.invalid(unusable.problems());
            case Plan.Foreign foreign ->
                    throw new CommandFailed(
                            ExitCode.INVALID_CONFIG,
                            "%s is no agents.config.json: it has no \"nanocoder\".%n  Name the right file."
                                    .formatted(foreign.source()));
        }
    }

    private void report(Plan.Ready plan) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            List<String> warnings = plan.warnings().stream().map(ConfigProblem::render).toList();
            out.println(
                    Output.json(
                            new Report(
                                    plan.source().toString(),
                                    plan.backup().toString(),
                                    plan.target().toString(),
                                    !dryRun,
                                    warnings,
                                    WireJson.mapper().readTree(plan.masked()))));
            return;
        }
        String providers =
                plan.config().providers().keySet().stream()
                        .map(ProviderType::label)
                        .collect(Collectors.joining(", "));
        out.println(
                "Read %s: %s."
                        .formatted(plan.source(), providers.isEmpty() ? "no provider" : providers));
        if (dryRun) {
            out.println(
                    "Would keep it as %s and write %s:".formatted(plan.backup(), plan.target()));
            out.print(plan.masked());
            return;
        }
        out.println("Kept it as %s, byte for byte.".formatted(plan.backup()));
        out.println(
                "Wrote %s, for your eyes only, and read it back: it says the same."
                        .formatted(plan.target()));
        out.println(
                "A provider on another machine gets nothing that one on this machine could not answer,");
        out.println("unless allowRemoteFallback becomes true there.");
        out.println(
                "`recua provider ls` shows the providers; `recua config migrate --rollback` takes it back.");
    }

    private void reportDone(Plan.Done done) {
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            String source = done.source().toString();
            String target = done.target().toString();
            out.println(Output.json(new Report(source, null, target, false, List.of(), null)));
        } else {
            out.println("%s says what %s says already.".formatted(done.target(), done.source()));
        }
    }

    private void takeBack(AgentsMigration migration, Path source, Path target) throws IOException {
        RolledBack done =
                migration.rollBack(source, target).orElseThrow(() -> withoutBackup(source));
        PrintStream out = surroundings.terminal().out();
        if (global.isJson()) {
            out.println(Output.json(RollbackReport.of(done, source, target)));
            return;
        }
        out.println(
                done.restored()
                        ? "Put %s back as %s.".formatted(done.backup(), source)
                        : "%s is as it was before.".formatted(source));
        done.keptSource().ifPresent(it -> out.println("What stood there since is in " + it + "."));
        if (done.targetIsGone()) out.println("Removed %s.".formatted(target));
        done.keptTarget().ifPresent(it -> out.println("What it said since is in " + it + "."));
    }

    /// What `--json` prints of a rollback.
    private record RollbackReport(
            String source,
            String backup,
            String target,
            boolean restored,
            @Nullable String keptSource,
            boolean targetRemoved,
            @Nullable String keptTarget) {
        static RollbackReport of(RolledBack done, Path source, Path target) {
            return new RollbackReport(
                    source.toString(),
                    done.backup().toString(),
                    target.toString(),
                    done.restored(),
                    done.keptSource().map(Path::toString).orElse(null),
                    done.targetIsGone(),
                    done.keptTarget().map(Path::toString).orElse(null));
        }
    }

    private static CommandFailed missing(Path source) {
        return new CommandFailed(
                ExitCode.NOT_FOUND,
                "there is no %s.%n  Name the file: recua config migrate FILE".formatted(source));
    }

    private static CommandFailed withoutBackup(Path source) {
        return new CommandFailed(
                ExitCode.NOT_FOUND,
                "there is no backup of %s beside it; nothing was changed.".formatted(source));
    }

    private static String words(IOException failure) {
        String message = failure.getMessage();
        return failure.getClass() == IOException.class && message != null
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
    }
}
