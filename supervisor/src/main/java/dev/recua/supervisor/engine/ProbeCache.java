package dev.recua.supervisor.engine;

import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What binaries said about themselves, kept in a JSON file so that a second start runs none of
/// them.
///
/// Only a help to speed: an unreadable file counts as empty, and a failed write is logged and
/// forgotten.
/// Two processes may write at once; the later one wins, and the other asks again some day.
final class ProbeCache {
    private static final Logger LOG = System.getLogger(ProbeCache.class.getName());
    private static final int KEPT = 16;

    private final Path file;
    private final JsonMapper json = JsonMapper.builder().build();

    ProbeCache(Path file) {
        this.file = file;
    }

    /// The state of a file by which we know it again.
    private record Key(String path, long size, long modified) {
        static Key of(Path binary) throws IOException {
            Path real = binary.toRealPath();
            return new Key(
                    real.toString(), Files.size(real), Files.getLastModifiedTime(real).toMillis());
        }

        boolean names(JsonNode entry) {
            return entry.path("path").asString("").equals(path)
                    && entry.path("size").asLong(-1) == size
                    && entry.path("modified").asLong(-1) == modified;
        }
    }

    synchronized Optional<EngineFacts> find(Path binary) {
        try {
            Key key = Key.of(binary);
            for (JsonNode entry : entries()) {
                if (key.names(entry)) return facts(entry);
            }
        } catch (IOException | JacksonException e) {
            LOG.log(Level.DEBUG, "probe cache not used file=" + file, e);
        }
        return Optional.empty();
    }

    synchronized void keep(Path binary, EngineFacts facts) {
        try {
            Key key = Key.of(binary);
            List<JsonNode> kept = new ArrayList<>();
            kept.add(entry(key, facts));
            for (JsonNode entry : entries()) {
                String path = entry.path("path").asString("");
                boolean stale = path.equals(key.path()) || !Files.exists(Path.of(path));
                if (!stale && kept.size() < KEPT) kept.add(entry);
            }
            ObjectNode root = json.createObjectNode();
            root.putArray("engines").addAll(kept);
            Folders.writeWhole(file, json.writeValueAsString(root));
        } catch (IOException | JacksonException e) {
            LOG.log(
                    Level.WARNING,
                    "probe cache not written file=" + file + " cause=" + Cause.of(e));
        }
    }

    private List<JsonNode> entries() throws IOException {
        if (!Files.exists(file)) return List.of();
        try {
            return json.readTree(Files.readString(file)).path("engines").valueStream().toList();
        } catch (JacksonException e) {
            LOG.log(Level.WARNING, "probe cache is damaged and begun anew file=" + file);
            return List.of();
        }
    }

    private JsonNode entry(Key key, EngineFacts facts) {
        ObjectNode entry = json.createObjectNode();
        entry.put("path", key.path()).put("size", key.size()).put("modified", key.modified());
        entry.put("version", facts.version()).put("build", facts.build());
        entry.put("commit", facts.commit()).put("builtWith", facts.builtWith());
        ArrayNode flags = entry.putArray("flags");
        // "-c --ctx-size 1": the spellings, then the number of values.
        facts.flags()
                .flags()
                .forEach(f -> flags.add(String.join(" ", f.spellings()) + " " + f.values()));
        return entry;
    }

    private static Optional<EngineFacts> facts(JsonNode entry) {
        List<Flag> flags = new ArrayList<>();
        for (JsonNode text : entry.path("flags")) {
            List<String> words = List.of(text.asString("").split(" ", -1));
            if (words.size() < 2 || !words.getLast().matches("\\d")) return Optional.empty();
            flags.add(
                    new Flag(
                            words.subList(0, words.size() - 1), Integer.parseInt(words.getLast())));
        }
        String version = entry.path("version").asString("");
        if (version.isEmpty() || flags.isEmpty()) return Optional.empty();
        return Optional.of(
                new EngineFacts(
                        version,
                        entry.path("build").asInt(0),
                        entry.path("commit").asString(""),
                        entry.path("builtWith").asString(""),
                        new EngineFlags(flags)));
    }
}
