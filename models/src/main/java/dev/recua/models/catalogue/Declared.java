package dev.recua.models.catalogue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the configuration says about one model.
///
/// Without a `file` it speaks of a model that was found under `id` (or under an alias: then `id`
/// becomes its id). With a `file` that was not found under that name it is one more model, even
/// of a file that another model uses. With an `address` it is one more model, too, without a file:
/// that of a server which runs there; what was found under that name goes by another one.
///
/// @param address of a running server; not together with a file
/// @param aliases beat elected aliases and those of name collisions
/// @param type    what to use it for, when the file is not to decide
public record Declared(
        ModelId id,
        Optional<Path> file,
        Optional<URI> address,
        List<String> aliases,
        Optional<ModelType> type) {
    public Declared {
        if (file.isPresent() && address.isPresent())
            throw new IllegalArgumentException(id + " has both a file and an address");
        file = file.map(path -> path.toAbsolutePath().normalize());
        aliases = List.copyOf(aliases);
    }

    /// One of this machine's files.
    public Declared(
            ModelId id, Optional<Path> file, List<String> aliases, Optional<ModelType> type) {
        this(id, file, Optional.empty(), aliases, type);
    }
}
