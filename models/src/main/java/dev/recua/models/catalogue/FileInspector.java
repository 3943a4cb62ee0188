package dev.recua.models.catalogue;

import dev.recua.models.gguf.GgufException;
import dev.recua.models.gguf.GgufReader;
import dev.recua.models.gguf.ModelFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads headers, each once: as long as a file keeps its place, size and time, its facts are
/// remembered. For one thread.
final class FileInspector {

    /// One file as it is now.
    ///
    /// @param real      where links end; the path itself when they end nowhere
    /// @param truncated it may still be growing
    record Inspected(
            Path path,
            Path real,
            long size,
            Instant modifiedAt,
            Optional<ModelFacts> facts,
            Optional<String> problem,
            boolean truncated) {

        /// What changes when the file does.
        String stamp() {
            return path + "|" + size + "|" + modifiedAt;
        }
    }

    private record Key(Path real, long size, Instant modifiedAt) {}

    private record Outcome(
            Optional<ModelFacts> facts, Optional<String> problem, boolean truncated) {}

    private Map<Key, Outcome> known = new HashMap<>();
    private Map<Key, Outcome> seen = new HashMap<>();
    private long read;

    /// Forgets what was not asked for since the last call.
    void startOver() {
        known = seen;
        seen = new HashMap<>();
    }

    /// How many headers were read from disk so far.
    long read() {
        return read;
    }

    Inspected inspect(Path path) {
        try {
            Path real = path.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            Instant modifiedAt = attributes.lastModifiedTime().toInstant();
            if (!attributes.isRegularFile()) {
                return broken(path, "it is no regular file");
            }
            Outcome outcome = outcome(new Key(real, attributes.size(), modifiedAt));
            return new Inspected(
                    path,
                    real,
                    attributes.size(),
                    modifiedAt,
                    outcome.facts(),
                    outcome.problem(),
                    outcome.truncated());
        } catch (IOException e) {
            return broken(
                    path,
                    Files.isSymbolicLink(path)
                            ? "it is a link that leads nowhere"
                            : FolderWalk.reason(e));
        }
    }

    private static Inspected broken(Path path, String problem) {
        return new Inspected(
                path, path, 0, Instant.EPOCH, Optional.empty(), Optional.of(problem), false);
    }

    private Outcome outcome(Key key) {
        Outcome outcome = seen.getOrDefault(key, known.get(key));
        if (outcome == null) {
            outcome = readHeader(key.real());
        }
        seen.put(key, outcome);
        return outcome;
    }

    private Outcome readHeader(Path file) {
        read++;
        try {
            return new Outcome(
                    Optional.of(ModelFacts.of(GgufReader.read(file))), Optional.empty(), false);
        } catch (GgufException e) {
            boolean truncated = e.reason() == GgufException.Reason.TRUNCATED;
            return new Outcome(Optional.empty(), Optional.ofNullable(e.getMessage()), truncated);
        } catch (IOException e) {
            return new Outcome(
                    Optional.empty(),
                    Optional.of("cannot read it: " + FolderWalk.reason(e)),
                    false);
        }
    }
}
