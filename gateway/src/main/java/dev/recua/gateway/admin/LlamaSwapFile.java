package dev.recua.gateway.admin;

import dev.recua.models.catalogue.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes our models as a configuration of llama-swap, whole or not at all: a reader sees the old
/// file or the new one. We never read it. Blocks; one writer at a time.
final class LlamaSwapFile {
    private static final Logger LOG = LoggerFactory.getLogger(LlamaSwapFile.class);

    /// What became of it.
    sealed interface Outcome {}

    /// The file is there, with so many models.
    record Written(int models) implements Outcome {}

    /// There is no engine that a model could be started with; the old file is left as it is.
    record NoEngine() implements Outcome {}

    private final Path path;
    private final Supplier<List<Model>> models;
    private final Function<Model, Optional<List<String>>> command;
    private final Function<Model, Long> idleSeconds;

    /// @param models      the usable ones
    /// @param command     see [House#command]
    /// @param idleSeconds how long a model may stay loaded unused; 0: for ever
    LlamaSwapFile(
            Path path,
            Supplier<List<Model>> models,
            Function<Model, Optional<List<String>>> command,
            Function<Model, Long> idleSeconds) {
        this.path = path;
        this.models = models;
        this.command = command;
        this.idleSeconds = idleSeconds;
    }

    synchronized Outcome write() throws IOException {
        List<Model> known = models.get();
        var entries = new ArrayList<LlamaSwapConfig.Entry>();
        for (Model model : known) entry(model).ifPresent(entries::add);
        if (entries.isEmpty() && !known.isEmpty()) return new NoEngine();
        var config = LlamaSwapConfig.of(entries);
        config.leftOut()
                .forEach(
                        id ->
                                LOG.warn(
                                        "not exported for llama-swap, which could not read its path or settings: model={}",
                                        id));
        put(config.yaml());
        LOG.info("exported for llama-swap file={} models={}", path, config.models());
        return new Written(config.models());
    }

    private Optional<LlamaSwapConfig.Entry> entry(Model model) {
        return command.apply(model)
                .map(
                        words ->
                                new LlamaSwapConfig.Entry(
                                        model.id().value(),
                                        model.aliases(),
                                        words,
                                        idleSeconds.apply(model)));
    }

    private void put(String text) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, path.getFileName().toString(), ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(
                    fresh,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
