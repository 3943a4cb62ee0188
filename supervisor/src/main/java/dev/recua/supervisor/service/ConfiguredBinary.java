package dev.recua.supervisor.service;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.EngineProblem;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.server.ServerFactory.NoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The llama-server that a configuration names, and the options that it knows. It is asked again
/// only when the file is another one, so that a restart costs no question. Any thread.
final class ConfiguredBinary {
    private final Path named;

    /// What a file may be called that is meant by it.
    private final List<Path> names;

    private final EngineFinder.Probe probe;
    private final Map<String, String> env;
    private @Nullable Known known;

    /// @param flags the options that it takes
    record Found(Path path, EngineFlags flags) {}

    private record Known(Path real, long size, FileTime modified, EngineFlags flags) {}

    /// @param named a path, or a single name to look for in `PATH`
    /// @param env   stands for the environment
    ConfiguredBinary(Path named, EngineFinder.Probe probe, Map<String, String> env) {
        this(named, probe, env, Platform.current());
    }

    ConfiguredBinary(
            Path named, EngineFinder.Probe probe, Map<String, String> env, Platform platform) {
        this.named = named;
        this.names =
                platform.isWindows() ? List.of(named, Path.of(named + ".exe")) : List.of(named);
        this.probe = probe;
        this.env = env;
    }

    /// @param who for messages
    synchronized Found find(String who) throws NoServer, InterruptedException {
        Path path = path();
        Known now = known;
        if (now != null && isStill(now, path)) return new Found(path, now.flags());
        return switch (probe.probe(path)) {
            case ProbeResult.Works works -> remember(path, works.facts().flags());
            case ProbeResult.Fails(EngineProblem problem) -> throw unusable(who, problem);
        };
    }

    private Path path() {
        if (named.getNameCount() > 1 || named.isAbsolute()) return named.toAbsolutePath();
        for (Path folder : EngineSearch.foldersOf(env)) {
            for (Path name : names) {
                Path candidate = folder.resolve(name);
                if (Files.isExecutable(candidate) && !Files.isDirectory(candidate))
                    return candidate;
            }
        }
        return named.toAbsolutePath();
    }

    private Found remember(Path path, EngineFlags flags) {
        try {
            known =
                    new Known(
                            path.toRealPath(),
                            Files.size(path),
                            Files.getLastModifiedTime(path),
                            flags);
        } catch (IOException gone) {
            known = null;
        }
        return new Found(path, flags);
    }

    private static boolean isStill(Known then, Path path) {
        try {
            return path.toRealPath().equals(then.real())
                    && Files.size(path) == then.size()
                    && Files.getLastModifiedTime(path).equals(then.modified());
        } catch (IOException gone) {
            return false;
        }
    }

    private NoServer unusable(String who, EngineProblem problem) {
        boolean searched = problem.isAbsent() && named.getNameCount() == 1 && !named.isAbsolute();
        String what =
                searched
                        ? "there is no " + named + " in the folders of PATH"
                        : problem.binary() + " " + problem.what();
        return new NoServer(
                new StartFailure(
                        causeOf(problem.kind()),
                        who + " did not start: " + what,
                        searched
                                ? "Install llama.cpp, or set llama_server_path."
                                : problem.kind().advice() + ".",
                        Exit.NEVER_RAN,
                        problem.lastLines().isEmpty() ? List.of() : problem.lastLines()));
    }

    private static Cause causeOf(EngineProblem.Kind kind) {
        return switch (kind) {
            case ABSENT -> Cause.BINARY_NOT_FOUND;
            case NOT_A_FILE, NOT_EXECUTABLE, NOT_LLAMA_SERVER -> Cause.NOT_EXECUTABLE;
            case LIBRARY_MISSING -> Cause.MISSING_LIBRARY;
            case DOES_NOT_RUN, HANGS -> Cause.NOT_LAUNCHED;
        };
    }
}
