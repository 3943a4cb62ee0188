package dev.recua.supervisor.engine;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where to look for an engine. Every value is given; nothing is read from the environment here.
///
/// @param named   the binary that the user named; beats everything else
/// @param chosen  with `recua engine use`
/// @param folders searched for a llama-server, in this order: those of `PATH`, then perhaps
///                [Platform#commonFolders()]
/// @param version the version that a found or installed one must have; empty: any, the newest
///     first.
///                What is named or chosen is used whatever its version
/// @param variant the variant that an installed one must have; empty: any, the target's usual
///     one first
/// @param target  of this machine
public record EngineSearch(
        Optional<Named> named,
        Optional<EngineId> chosen,
        List<Path> folders,
        Optional<String> version,
        Optional<Variant> variant,
        Target target) {
    /// A binary that the user named.
    ///
    /// @param origin where: OPTION, ENVIRONMENT or CONFIGURED
    public record Named(EngineOrigin origin, Path binary) {}

    public EngineSearch {
        folders = List.copyOf(folders);
    }

    /// A search of those folders and of the installed engines, with nothing named, chosen or
    /// demanded.
    public static EngineSearch of(List<Path> folders, Target target) {
        return new EngineSearch(
                Optional.empty(),
                Optional.empty(),
                folders,
                Optional.empty(),
                Optional.empty(),
                target);
    }

    /// With the binary of `--engine`.
    public EngineSearch withOption(Path binary) {
        return withNamed(EngineOrigin.OPTION, binary);
    }

    /// With the binary of `RECUA_ENGINE`; the one of `--engine` beats it.
    public EngineSearch withEnvironment(Path binary) {
        return withNamed(EngineOrigin.ENVIRONMENT, binary);
    }

    /// With the binary of `engine.path`; those of `--engine` and `RECUA_ENGINE` beat it.
    public EngineSearch withConfigured(Path binary) {
        return withNamed(EngineOrigin.CONFIGURED, binary);
    }

    private EngineSearch withNamed(EngineOrigin origin, Path binary) {
        boolean beaten = named.filter(n -> n.origin().compareTo(origin) < 0).isPresent();
        if (beaten) return this;
        var name = Optional.of(new Named(origin, binary));
        return new EngineSearch(name, chosen, folders, version, variant, target);
    }

    public EngineSearch withChosen(EngineId id) {
        return new EngineSearch(named, Optional.of(id), folders, version, variant, target);
    }

    public EngineSearch withVersion(String version) {
        return new EngineSearch(named, chosen, folders, Optional.of(version), variant, target);
    }

    public EngineSearch withVariant(Variant variant) {
        return new EngineSearch(named, chosen, folders, version, Optional.of(variant), target);
    }

    /// [#foldersOf(String)] of the variable `PATH`, which Windows calls `Path`: there the case of a
    /// name means nothing, but to `System.getenv()`.
    public static List<Path> foldersOf(Map<String, String> env) {
        String exact = env.get("PATH");
        if (exact != null) return foldersOf(exact);
        return env.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("PATH"))
                .findFirst()
                .map(variable -> foldersOf(variable.getValue()))
                .orElse(List.of());
    }

    /// The folders that the value of the variable `PATH` names. Empty and relative entries, which
    /// mean the
    /// folder we happen to run in, and entries that are no path are left out.
    public static List<Path> foldersOf(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isBlank())
                .flatMap(entry -> path(entry).stream())
                .filter(Path::isAbsolute)
                .distinct()
                .toList();
    }

    private static Optional<Path> path(String entry) {
        try {
            return Optional.of(Path.of(entry));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
