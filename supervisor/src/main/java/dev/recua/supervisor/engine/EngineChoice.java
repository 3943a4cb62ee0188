package dev.recua.supervisor.engine;

import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The engine chosen with `recua engine use`, kept in `state/engine.json` as
/// `{"engine": "<version>/<target>/<variant>"}`. Holds no state of its own.
public final class EngineChoice {
    private static final Logger LOG = System.getLogger(EngineChoice.class.getName());

    private final Path file;
    private final JsonMapper json = JsonMapper.builder().build();

    /// The choice kept in `file`.
    ///
    /// @param file `state/engine.json`; need not exist
    public EngineChoice(Path file) {
        this.file = file;
    }

    /// The choice; empty when none was made or the file is damaged (which is logged).
    public Optional<EngineId> read() {
        if (!Files.exists(file)) return Optional.empty();
        try {
            String text = json.readTree(Files.readString(file)).path("engine").asString("");
            Optional<EngineId> id = EngineId.parse(text);
            if (id.isEmpty())
                LOG.log(Level.WARNING, "no engine's name in file=" + file + " engine=" + text);
            return id;
        } catch (IOException | JacksonException e) {
            LOG.log(
                    Level.WARNING,
                    "chosen engine not readable file=" + file + " cause=" + Cause.of(e));
            return Optional.empty();
        }
    }

    public void write(EngineId id) throws IOException {
        Folders.writeWhole(file, json.writeValueAsString(Map.of("engine", id.toString())) + "\n");
    }

    /// Forgets the choice; none made is no error.
    public void clear() throws IOException {
        Files.deleteIfExists(file);
    }
}
