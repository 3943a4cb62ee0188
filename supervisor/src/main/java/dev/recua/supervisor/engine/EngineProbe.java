package dev.recua.supervisor.engine;

import dev.recua.supervisor.engine.EngineProblem.Kind;
import dev.recua.supervisor.engine.ProbeResult.Fails;
import dev.recua.supervisor.engine.ProbeResult.Works;
import dev.recua.supervisor.engine.io.Command;
import dev.recua.supervisor.engine.io.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Asks a binary what it is: runs it with `--version` and with `--help`, once, and remembers the
/// answer.
///
/// Neither run opens a port or a model. They see no `LLAMA_*` variable of ours and no
/// `llama.cpp/config.ini` of the user, as later the child does not.
/// Safe for use by several threads. Failures are not remembered: the next call tries again.
public final class EngineProbe implements EngineFinder.Probe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LAST_LINES = 3;
    private static final int WINDOWS_DLL_NOT_FOUND = 0xC0000135;
    private static final List<String> NEEDED = List.of("--model", "--host", "--port");

    private final Duration limit;
    private final Optional<ProbeCache> cache;

    /// A probe that remembers nothing and waits 10 s for each of the two answers.
    public EngineProbe() {
        this(LIMIT, Optional.empty());
    }

    /// A probe that keeps its answers in `cacheFile` (JSON; made when missing, ignored when
    /// damaged).
    /// An answer holds while the binary keeps its real path, size and time of modification.
    public EngineProbe(Path cacheFile) {
        this(LIMIT, Optional.of(new ProbeCache(cacheFile)));
    }

    EngineProbe(Duration limit, Optional<ProbeCache> cache) {
        this.limit = limit;
        this.cache = cache;
    }

    /// Asks `binary`, or remembers what it said before.
    ///
    /// @throws InterruptedException when the caller should stop; nothing is left running
    @Override
    public ProbeResult probe(Path binary) throws InterruptedException {
        Optional<EngineProblem> unusable = look(binary);
        if (unusable.isPresent()) return new Fails(unusable.get());
        Optional<EngineFacts> known = cache.flatMap(c -> c.find(binary));
        if (known.isPresent()) return new Works(known.get());
        ProbeResult result = ask(binary);
        if (result instanceof Works works) cache.ifPresent(c -> c.keep(binary, works.facts()));
        return result;
    }

    private static Optional<EngineProblem> look(Path binary) {
        if (!Files.exists(binary)) {
            return Optional.of(EngineProblem.of(Kind.ABSENT, binary, "does not exist"));
        }
        if (!Files.isRegularFile(binary)) {
            String what = Files.isDirectory(binary) ? "is a folder" : "is no regular file";
            return Optional.of(EngineProblem.of(Kind.NOT_A_FILE, binary, what));
        }
        if (!Files.isExecutable(binary)) {
            return Optional.of(EngineProblem.of(Kind.NOT_EXECUTABLE, binary, "may not be run"));
        }
        return Optional.empty();
    }

    private ProbeResult ask(Path binary) throws InterruptedException {
        CommandResult version;
        CommandResult help;
        try {
            version = run(binary, "--version");
            Optional<EngineProblem> failed = failure(binary, "--version", version);
            if (failed.isPresent()) return new Fails(failed.get());
            help = run(binary, "--help");
            failed = failure(binary, "--help", help);
            if (failed.isPresent()) return new Fails(failed.get());
        } catch (IOException e) {
            return new Fails(
                    EngineProblem.of(
                            Kind.DOES_NOT_RUN, binary, "cannot be started: " + e.getMessage()));
        }
        return judge(binary, version, help);
    }

    static ProbeResult judge(Path binary, CommandResult version, CommandResult help) {
        Optional<EngineFacts> facts =
                EngineFacts.parse(
                        version.err() + "\n" + version.out(), help.out() + "\n" + help.err());
        if (facts.isEmpty()) {
            String what = "is not a llama-server: it answers --version with other words";
            return new Fails(problem(Kind.NOT_LLAMA_SERVER, binary, what, version));
        }
        List<String> lacking = NEEDED.stream().filter(f -> !facts.get().flags().knows(f)).toList();
        if (!lacking.isEmpty()) {
            String what =
                    "is part of llama.cpp, but not its server: its --help lacks "
                            + String.join(", ", lacking);
            return new Fails(EngineProblem.of(Kind.NOT_LLAMA_SERVER, binary, what));
        }
        return new Works(facts.get());
    }

    private CommandResult run(Path binary, String flag) throws IOException, InterruptedException {
        // Nothing can lie below a file, so there is no configuration to find there.
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", binary.toString());
        return Command.of(List.of(binary.toString(), flag), limit).with(environment).run();
    }

    private Optional<EngineProblem> failure(Path binary, String flag, CommandResult result) {
        if (result.succeeded()) return Optional.empty();
        if (result.exit().isEmpty()) {
            String what =
                    "did not answer " + flag + " within " + limit.toSeconds() + " s and was ended";
            return Optional.of(problem(Kind.HANGS, binary, what, result));
        }
        int exit = result.exit().getAsInt();
        if (lacksLibrary(exit, result)) {
            return Optional.of(
                    problem(
                            Kind.LIBRARY_MISSING,
                            binary,
                            "misses a library (exit code " + exit + ")",
                            result));
        }
        return Optional.of(
                problem(
                        Kind.DOES_NOT_RUN,
                        binary,
                        "ended " + flag + " with exit code " + exit,
                        result));
    }

    private static boolean lacksLibrary(int exit, CommandResult result) {
        String text = result.err() + result.out();
        return exit == WINDOWS_DLL_NOT_FOUND
                || text.contains("error while loading shared libraries")
                || text.contains("Library not loaded")
                || (text.contains("version `GLIBC") && text.contains("not found"));
    }

    private static EngineProblem problem(
            Kind kind, Path binary, String what, CommandResult result) {
        OptionalInt exit = result.exit();
        return new EngineProblem(kind, binary, what, exit, result.lastLines(LAST_LINES));
    }
}
