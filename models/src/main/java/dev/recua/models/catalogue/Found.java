package dev.recua.models.catalogue;

import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.naming.FileName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A model as it lies on disk, or as a running server has it, before it has a name.
///
/// @param files       none for a running server's
/// @param real        the first file where links end: what makes it the same model in two places
/// @param projector   the encoder that belongs to it, with its facts
/// @param fingerprint changes when a file changes
record Found(
        List<Path> files,
        Path real,
        Optional<Projector> projector,
        long size,
        Instant modifiedAt,
        Source source,
        Optional<String> repo,
        Optional<ModelFacts> facts,
        Optional<String> problem,
        String fingerprint) {

    /// What a server serves that runs at this address.
    static Found served(URI address) {
        return new Found(
                List.of(),
                Path.of(""),
                Optional.empty(),
                0,
                Instant.EPOCH,
                Source.CONFIG,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                address.toString());
    }

    /// A projector that was chosen for a model.
    record Projector(Path path, Optional<ModelFacts> facts) {}

    Path path() {
        return files.getFirst();
    }

    /// Of a running server its address.
    String fileName() {
        return files.isEmpty() ? fingerprint : FolderWalk.name(path());
    }

    /// An address says nothing about a model.
    FileName parsed() {
        return FileName.parse(files.isEmpty() ? "" : fileName());
    }

    Found withSource(Source other) {
        return new Found(
                files, real, projector, size, modifiedAt, other, repo, facts, problem, fingerprint);
    }

    Found withProblem(String text) {
        return new Found(
                files,
                real,
                projector,
                size,
                modifiedAt,
                source,
                repo,
                facts,
                Optional.of(text),
                fingerprint);
    }

    Found with(Projector chosen, String stamp) {
        return new Found(
                files,
                real,
                Optional.of(chosen),
                size,
                modifiedAt,
                source,
                repo,
                facts,
                problem,
                fingerprint + "\n" + stamp);
    }
}
