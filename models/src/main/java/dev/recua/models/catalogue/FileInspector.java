package dev.recua.models.catalogue;

import dev.recua.models.gguf.GgufException;
import dev.recua.models.gguf.GgufHeader;
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
/// remembered. A file that the system did not let us read is tried again. For one thread.
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
            Optional<ModelFacts> facts, Optional<String> problem, boolean truncated) {

        static Outcome broken(String problem, boolean truncated) {
            return new Outcome(Optional.empty(), Optional.of(problem), truncated);
        }
    }

    /// Where headers come from.
    interface Headers {
        /// As [GgufReader#read(Path)].
        GgufHeader read(Path file) throws IOException;
    }

    private final Headers headers;
    private Map<Key, Outcome> known = new HashMap<>();
    private Map<Key, Outcome> seen = new HashMap<>();
    private long read;

    FileInspector(Headers headers) {
        this.headers = headers;
    }

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
            try {
                outcome = readHeader(key.real());
            } catch (IOException e) {
                // Not kept: a right that is given or a disk that comes back leaves size and time
                // as they are.
                return Outcome.broken("cannot read it: " + FolderWalk.reason(e), false);
            }
        }
        seen.put(key, outcome);
        return outcome;
    }

    /// What the file itself says; it stays true as long as the file stays as it is.
    private Outcome readHeader(Path file) throws IOException {
        read++;
        try {
            return new Outcome(
                    Optional.of(ModelFacts.of(headers.read(file))), Optional.empty(), false);
        } catch (GgufException e) {
            boolean truncated = e.reason() == GgufException.Reason.TRUNCATED;
            return Outcome.broken(String.valueOf(e.getMessage()), truncated);
        }
    }
}
