package dev.recua.gateway;

import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import dev.recua.models.catalogue.ModelType;
import dev.recua.models.catalogue.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Models for tests that need no files.
public final class SampleModels {
    private SampleModels() {}

    /// A usable chat model of the user's.
    public static Model chat(String id, String... aliases) {
        return model(id, Source.USER, ModelType.CHAT, Optional.empty(), aliases);
    }

    /// The model that comes with Recua.
    public static Model bundled() {
        return model(
                "recua:3m-instruct",
                Source.BUNDLED,
                ModelType.CHAT,
                Optional.empty(),
                "recua-tiny");
    }

    /// A model whose file cannot be used.
    public static Model broken(String id, String problem) {
        return model(id, Source.USER, ModelType.CHAT, Optional.of(problem));
    }

    /// A usable embedding model, whose header says nothing of pooling.
    public static Model embedding(String id) {
        return model(id, Source.CONFIG, ModelType.EMBEDDING, Optional.empty());
    }

    private static Model model(
            String id, Source source, ModelType type, Optional<String> problem, String... aliases) {
        return new Model(
                new ModelId(id),
                id,
                List.of(aliases),
                List.of(Path.of("/models", id.replace(':', '-') + ".gguf")),
                Optional.empty(),
                1_000,
                Instant.EPOCH,
                source,
                Optional.empty(),
                type,
                Optional.empty(),
                List.of("chat"),
                Optional.of("Q8_0"),
                problem,
                "files of " + id);
    }
}
