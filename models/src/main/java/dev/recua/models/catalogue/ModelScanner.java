package dev.recua.models.catalogue;

import dev.recua.models.catalogue.FileInspector.Inspected;
import dev.recua.models.catalogue.FolderWalk.Located;
import dev.recua.models.gguf.FileRole;
import dev.recua.models.gguf.GgufReader;
import dev.recua.models.naming.FileName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes models of the files in folders: parts of a split model are put together, projectors find
/// their models, and a file that lies in two places counts once. Broken files stay in the list
/// with their problem.
///
/// Keeps the headers it read, so a second scan of unchanged folders only lists and stats. For one
/// thread.
public final class ModelScanner {
    private static final Duration MAY_GROW = Duration.ofSeconds(60);

    /// What a scan gave.
    ///
    /// @param found       in the order of sources, then paths
    /// @param declared    the files that the configuration names, by path
    /// @param directories every folder in which a change matters, those behind links too
    /// @param missing     folders that are not there
    /// @param problems    folders that could not be read
    /// @param growing     a file ends too early and changed a moment ago: look again soon
    record Scan(
            List<Found> found,
            Map<Path, Found> declared,
            Set<Path> directories,
            Set<Path> missing,
            List<String> problems,
            boolean growing) {}

    private final Clock clock;
    private final FileInspector inspector = new FileInspector(GgufReader::read);

    public ModelScanner(Clock clock) {
        this.clock = clock;
    }

    /// Scans `folders` and reads what `declared` names, and names everything.
    public Catalogue catalogue(List<Folder> folders, List<Declared> declared) {
        return CatalogueBuilder.build(scan(folders, declared), declared);
    }

    Scan scan(List<Folder> folders, List<Declared> declared) {
        inspector.startOver();
        var walk = new FolderWalk();
        folders.stream()
                .sorted(Comparator.comparing(Folder::source))
                .distinct()
                .forEach(walk::walk);

        Map<Located, Inspected> inspected = inspect(walk.files());
        var problems = new ArrayList<>(walk.problems());
        inspected.values().stream()
                .filter(file -> role(file) == FileRole.PROJECTOR)
                .forEach(
                        file ->
                                file.problem()
                                        .ifPresent(
                                                problem ->
                                                        problems.add(
                                                                "the projector %s cannot be used: %s"
                                                                        .formatted(
                                                                                file.path(),
                                                                                problem))));
        List<Found> found = found(inspected);
        Map<Path, Found> extra = declared(declared, found);
        var directories = new HashSet<>(walk.directories());
        var missing = new HashSet<>(walk.missing());
        for (Path file : extra.keySet()) {
            Path folder = FolderWalk.parent(file);
            (Files.isDirectory(folder) ? directories : missing).add(folder);
        }
        var links = new Links();
        walk.files().forEach(located -> links.follow(located.path()));
        extra.values().forEach(model -> model.files().forEach(links::follow));
        directories.addAll(links.directories());
        missing.addAll(links.missing());
        return new Scan(
                found, extra, directories, missing, problems, isGrowing(inspected.values()));
    }

    /// Every file once, where it was found first; what another place knows of it (its repository)
    /// is kept.
    private Map<Located, Inspected> inspect(List<Located> files) {
        var first = new LinkedHashMap<Path, Located>();
        var headers = new HashMap<Path, Inspected>();
        for (Located located : files) {
            if (FileName.parse(FolderWalk.name(located.path())).purpose()
                    != FileName.Purpose.SIDECAR) {
                Inspected file = inspector.inspect(located.path());
                headers.putIfAbsent(file.real(), file);
                first.merge(file.real(), located, Located::orRepoOf);
            }
        }
        var inspected = new LinkedHashMap<Located, Inspected>();
        first.forEach(
                (real, located) -> {
                    Inspected file = headers.get(real);
                    if (file != null) {
                        inspected.put(located, file);
                    }
                });
        return inspected;
    }

    /// How many headers were read from disk since this scanner exists.
    long headersRead() {
        return inspector.read();
    }

    private static List<Found> found(Map<Located, Inspected> inspected) {
        var groups = new LinkedHashMap<Object, List<Map.Entry<Located, Inspected>>>();
        var projectors = new ArrayList<ProjectorChoice.Candidate>();
        inspected.forEach(
                (located, file) -> {
                    switch (role(file)) {
                        case MODEL ->
                                groups.computeIfAbsent(group(file.path()), k -> new ArrayList<>())
                                        .add(Map.entry(located, file));
                        case PROJECTOR ->
                                projectors.add(
                                        new ProjectorChoice.Candidate(located.scope(), file));
                        case ADAPTER, OTHER -> {}
                    }
                });
        var models = new ArrayList<ProjectorChoice.Owner>();
        for (var parts : groups.values()) {
            Located first = parts.getFirst().getKey();
            List<Inspected> files = parts.stream().map(Map.Entry::getValue).toList();
            models.add(
                    new ProjectorChoice.Owner(
                            first.scope(),
                            PartsOfModel.assemble(files, first.source(), first.repo())));
        }
        return new ProjectorChoice(models, projectors).pair();
    }

    /// By the name first: a projector that cannot be read is still no model.
    private static FileRole role(Inspected file) {
        if (FileName.parse(FolderWalk.name(file.path())).purpose() == FileName.Purpose.PROJECTOR) {
            return FileRole.PROJECTOR;
        }
        return file.facts().map(facts -> facts.role()).orElse(FileRole.MODEL);
    }

    private static Object group(Path path) {
        return FileName.parse(FolderWalk.name(path))
                .part()
                .<Object>map(part -> List.of(FolderWalk.parent(path), part.prefix(), part.count()))
                .orElse(path);
    }

    private Map<Path, Found> declared(List<Declared> declared, List<Found> found) {
        var extra = new LinkedHashMap<Path, Found>();
        for (Declared one : declared) {
            one.file().ifPresent(path -> extra.computeIfAbsent(path, p -> declared(p, found)));
        }
        return extra;
    }

    /// A file that lies in a scanned folder keeps its parts and its projector.
    private Found declared(Path path, List<Found> found) {
        Inspected file = inspector.inspect(path);
        Optional<Found> known =
                found.stream().filter(f -> f.real().equals(file.real())).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        Optional<FileName.Part> part = FileName.parse(FolderWalk.name(path)).part();
        List<Inspected> files =
                part.isEmpty()
                        ? List.of(file)
                        : PartsOfModel.siblings(path, part.get()).stream()
                                .map(inspector::inspect)
                                .filter(f -> f.size() > 0)
                                .toList();
        Found assembled =
                PartsOfModel.assemble(
                        files.isEmpty() ? List.of(file) : files, Source.CONFIG, Optional.empty());
        return role(file) == FileRole.MODEL
                ? assembled
                : assembled.withProblem(
                        "it is a %s, not a model"
                                .formatted(role(file).name().toLowerCase(Locale.ROOT)));
    }

    private boolean isGrowing(Iterable<Inspected> files) {
        Instant recent = clock.instant().minus(MAY_GROW);
        for (Inspected file : files) {
            if (file.truncated() && file.modifiedAt().isAfter(recent)) {
                return true;
            }
        }
        return false;
    }
}
