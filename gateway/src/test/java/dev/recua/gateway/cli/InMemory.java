package dev.recua.gateway.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Runs commands without a process: everything that they touch is in this object.
final class InMemory {
    final Map<String, String> env = new HashMap<>();
    final List<ServeOptions> served = new ArrayList<>();
    final List<ServeOptions> embeddedWith = new CopyOnWriteArrayList<>();
    final List<Runnable> interrupts = new CopyOnWriteArrayList<>();
    final List<Consumer<Duration>> ticks = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    Path runFolder;
    Optional<String> keyOfHome = Optional.empty();
    String input = "";
    boolean person;
    boolean errIsTerminal;
    int serveCode;
    Path stateFolder;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Pause pause =
            time -> {
                throw new InterruptedException("no pause is expected");
            };
    EmbeddedGateways embedded =
            (options, progress) -> {
                throw new CommandFailed(ExitCode.NO_ENGINE, "No llama-server was found.");
            };
    ConfigCheck.Report report =
            new ConfigCheck.Report(Path.of("config.yaml"), true, List.of(), List.of());
    EngineWork engines = new PlayedEngines();
    final List<Optional<Path>> checked = new ArrayList<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// What a command left behind.
    record Result(int code, String out, String err) {}

    InMemory(Path runFolder) {
        this.runFolder = runFolder;
        this.stateFolder = runFolder.resolve("state");
    }

    InMemory against(FakeGateway gateway) {
        env.put("RECUA_URL", gateway.url().toString());
        return this;
    }

    Cli cli() {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        person,
                        false,
                        errIsTerminal);
        return cli(terminal);
    }

    Cli cli(Terminal terminal) {
        var surroundings =
                new Surroundings(
                        terminal,
                        env,
                        home -> home.map(it -> it.resolve("run")).orElse(runFolder),
                        home -> stateFolder,
                        home -> keyOfHome,
                        (options, where) -> {
                            served.add(options);
                            return serveCode;
                        },
                        (options, progress) -> {
                            embeddedWith.add(options);
                            return embedded.open(options, progress);
                        },
                        (config, home) -> {
                            checked.add(config);
                            return report;
                        },
                        home -> engines,
                        stop -> {
                            interrupts.add(stop);
                            return () -> interrupts.remove(stop);
                        },
                        () -> now,
                        new Version("1.2.3"));
        return new Cli(
                surroundings,
                (first, period, task) -> {
                    ticks.add(task);
                    return () -> ticks.remove(task);
                },
                time -> {
                    pauses.add(time);
                    pause.of(time);
                });
    }

    Result run(String... args) {
        int code = cli().run(args);
        return new Result(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
