package dev.recua.supervisor.engine;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where to look for an engine. Every value is given; nothing is read from the environment here.
///
/// @param option      of `--engine`
/// @param environment of `RECUA_ENGINE`
/// @param configured  of `engine.path`
/// @param chosen      with `recua engine use`
/// @param folders     searched for a llama-server, in this order: those of `PATH`, then perhaps
///                    [Platform#commonFolders()]
/// @param version     the version that a found or installed one must have; empty: any, the newest
///     first.
///                    What is named or chosen is used whatever its version
/// @param variant     the variant that an installed one must have; empty: any, the target's usual
///     one first
/// @param target      of this machine
public record EngineSearch(
        Optional<Path> option,
        Optional<Path> environment,
        Optional<Path> configured,
        Optional<EngineId> chosen,
        List<Path> folders,
        Optional<String> version,
        Optional<Variant> variant,
        Target target) {
    public EngineSearch {
        folders = List.copyOf(folders);
    }

    /// A search of those folders and of the installed engines, with nothing named, chosen or
    /// demanded.
    public static EngineSearch of(List<Path> folders, Target target) {
        return new EngineSearch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                folders,
                Optional.empty(),
                Optional.empty(),
                target);
    }

    public EngineSearch withOption(Path binary) {
        return new EngineSearch(
                Optional.of(binary),
                environment,
                configured,
                chosen,
                folders,
                version,
                variant,
                target);
    }

    public EngineSearch withEnvironment(Path binary) {
        return new EngineSearch(
                option, Optional.of(binary), configured, chosen, folders, version, variant, target);
    }

    public EngineSearch withConfigured(Path binary) {
        return new EngineSearch(
                option,
                environment,
                Optional.of(binary),
                chosen,
                folders,
                version,
                variant,
                target);
    }

    public EngineSearch withChosen(EngineId id) {
        return new EngineSearch(
                option,
                environment,
                configured,
                Optional.of(id),
                folders,
                version,
                variant,
                target);
    }

    public EngineSearch withVersion(String version) {
        return new EngineSearch(
                option,
                environment,
                configured,
                chosen,
                folders,
                Optional.of(version),
                variant,
                target);
    }

    public EngineSearch withVariant(Variant variant) {
        return new EngineSearch(
                option,
                environment,
                configured,
                chosen,
                folders,
                version,
                Optional.of(variant),
                target);
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
