package dev.recua.models.catalogue;

import dev.recua.models.gguf.ModelFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One model of the catalogue: a file, or several that belong together, under one name; or what a
/// running server serves, which has no file here.
///
/// @param id           unique in a catalogue
/// @param name         for people: what the file calls itself, else its file name; the address of
///     a running server
/// @param aliases      other names that lead to it, sorted
/// @param files        the first is the one to give to llama-server; none for the model of a
///     running server
/// @param projector    its vision or audio encoder (`--mmproj`)
/// @param size         bytes of all files, without the projector
/// @param modifiedAt   of the youngest file; the epoch when there is none
/// @param repo         `org/repo` on the hub, when it came from there
/// @param facts        what the header says; empty when it cannot be read
/// @param capabilities of chat, completion, tools, vision, audio, infill, embedding, rerank
/// @param quantization such as `Q4_K_M`
/// @param problem      why it cannot be used, in one sentence; such a model is listed but never
///     offered
/// @param fingerprint  changes when a file or the projector changes
public record Model(
        ModelId id,
        String name,
        List<String> aliases,
        List<Path> files,
        Optional<Path> projector,
        long size,
        Instant modifiedAt,
        Source source,
        Optional<String> repo,
        ModelType type,
        Optional<ModelFacts> facts,
        List<String> capabilities,
        Optional<String> quantization,
        Optional<String> problem,
        String fingerprint) {
    public Model {
        if (files.isEmpty() && source != Source.CONFIG) {
            throw new IllegalArgumentException("model " + id + " has no file");
        }
        aliases = aliases.stream().sorted().distinct().toList();
        files = List.copyOf(files);
        capabilities = List.copyOf(capabilities);
    }

    /// The file to give to llama-server: for a split model the first part.
    ///
    /// @throws IllegalStateException when a running server serves it, see [#isServed]
    public Path path() {
        if (isServed()) throw new IllegalStateException("model " + id + " has no file");
        return files.getFirst();
    }

    /// Whether a running server serves it: then it has no file here.
    public boolean isServed() {
        return files.isEmpty();
    }

    /// Where it is, for people: its file, or the address of the server.
    public String place() {
        return isServed() ? name : path().toString();
    }

    public boolean isUsable() {
        return problem.isEmpty();
    }
}
