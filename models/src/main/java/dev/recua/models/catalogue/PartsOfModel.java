package dev.recua.models.catalogue;

import dev.recua.models.catalogue.FileInspector.Inspected;
import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.naming.FileName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Puts the files of one model together. Pure.
final class PartsOfModel {
    /// `-00001-of-00003.gguf`
    private static final int SUFFIX = 20;

    private PartsOfModel() {}

    /// @param parts at least one; all of the same model
    static Found assemble(List<Inspected> parts, Source source, Optional<String> repo) {
        List<Inspected> sorted =
                parts.stream().sorted(Comparator.comparing(p -> p.path().toString())).toList();
        Inspected first = sorted.getFirst();
        Optional<String> problem = problem(sorted);
        return new Found(
                sorted.stream().map(Inspected::path).toList(),
                first.real(),
                Optional.empty(),
                sorted.stream().mapToLong(Inspected::size).sum(),
                sorted.stream()
                        .map(Inspected::modifiedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH),
                source,
                repo,
                facts(sorted),
                problem,
                sorted.stream().map(Inspected::stamp).collect(Collectors.joining("\n")));
    }

    /// All parts that should lie beside `path`.
    static List<Path> siblings(Path path, FileName.Part part) {
        return IntStream.rangeClosed(1, part.count())
                .mapToObj(index -> path.resolveSibling(partName(path, index, part.count())))
                .toList();
    }

    private static String partName(Path path, int index, int count) {
        String name = FolderWalk.name(path);
        return "%s-%05d-of-%05d%s"
                .formatted(
                        name.substring(0, name.length() - SUFFIX),
                        index,
                        count,
                        name.substring(name.length() - 5));
    }

    private static Optional<ModelFacts> facts(List<Inspected> parts) {
        List<ModelFacts> all = parts.stream().flatMap(p -> p.facts().stream()).toList();
        if (all.isEmpty() || parts.size() == 1) {
            return parts.getFirst().facts();
        }
        return Optional.of(
                all.getFirst()
                        .withTotals(
                                all.stream().mapToLong(ModelFacts::parameters).sum(),
                                all.stream().mapToInt(ModelFacts::tensors).sum()));
    }

    private static Optional<String> problem(List<Inspected> parts) {
        Inspected first = parts.getFirst();
        Optional<FileName.Part> split = FileName.parse(FolderWalk.name(first.path())).part();
        if (split.isEmpty()) {
            return first.problem().or(() -> noTensors(first.facts()));
        }
        return missing(first.path(), split.get(), parts)
                .or(() -> broken(parts))
                .or(() -> noTensors(facts(parts)))
                .or(() -> count(parts));
    }

    private static Optional<String> noTensors(Optional<ModelFacts> facts) {
        return facts.filter(f -> f.tensors() == 0)
                .map(f -> "it holds no weights, only a description or a vocabulary");
    }

    private static Optional<String> missing(Path path, FileName.Part part, List<Inspected> parts) {
        var absent = new ArrayList<String>();
        for (int index = 1; index <= part.count() && absent.size() <= 5; index++) {
            String name = partName(path, index, part.count());
            if (parts.stream().noneMatch(p -> FolderWalk.name(p.path()).equalsIgnoreCase(name))) {
                absent.add(name);
            }
        }
        if (absent.isEmpty()) {
            return Optional.empty();
        }
        int missing = part.count() - parts.size();
        String more = absent.size() > 5 ? " and more" : "";
        return Optional.of(
                "%d of its %d parts are missing: %s%s"
                        .formatted(
                                missing,
                                part.count(),
                                String.join(", ", absent.subList(0, Math.min(5, absent.size()))),
                                more));
    }

    private static Optional<String> broken(List<Inspected> parts) {
        return parts.stream()
                .filter(p -> p.problem().isPresent())
                .map(
                        p ->
                                "part %s: %s"
                                        .formatted(
                                                FolderWalk.name(p.path()), p.problem().orElse("")))
                .findFirst();
    }

    /// llama.cpp refuses a set whose tensors are not as many as the first part announces.
    private static Optional<String> count(List<Inspected> parts) {
        OptionalInt announced =
                parts.getFirst()
                        .facts()
                        .flatMap(ModelFacts::split)
                        .map(ModelFacts.Split::tensors)
                        .orElse(OptionalInt.empty());
        int there = facts(parts).map(ModelFacts::tensors).orElse(0);
        return announced.isEmpty() || announced.getAsInt() == there
                ? Optional.empty()
                : Optional.of(
                        "its parts hold %d tensors, the first part announces %d: they are not of one set"
                                .formatted(there, announced.getAsInt()));
    }
}
