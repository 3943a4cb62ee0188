package dev.recua.models.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the configuration says about one model.
///
/// Without a `file` it speaks of a model that was found under `id` (or under an alias: then `id`
/// becomes its id). With a `file` that was not found under that name it is one more model, even
/// of a file that another model uses.
///
/// @param aliases beat elected aliases and those of name collisions
/// @param type    what to use it for, when the file is not to decide
public record Declared(
        ModelId id, Optional<Path> file, List<String> aliases, Optional<ModelType> type) {
    public Declared {
        file = file.map(path -> path.toAbsolutePath().normalize());
        aliases = List.copyOf(aliases);
    }
}
