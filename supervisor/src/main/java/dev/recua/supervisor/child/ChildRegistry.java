package dev.recua.supervisor.child;

import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files `children/<pid>.json` of a run folder: which children a gateway has, for the one
/// that comes after it.
///
/// Written whole or not at all. Used by one gateway at a time, which its lock sees to.
public final class ChildRegistry {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    /// @param runFolder `run/` of the gateway; `children/` is made in it when needed
    public ChildRegistry(Path runFolder) {
        this.folder = runFolder.resolve("children");
    }

    /// One child as it was noted.
    ///
    /// @param startedAt  start time as the system tells it
    /// @param startTicks Linux: start time in clock ticks since boot, exact where `startedAt`
    ///     moves with the clock; else null
    /// @param boot       Linux: id of the boot that the ticks count from; else null
    /// @param mark       what it and all that came of it have in their environment; null: nothing
    public record Entry(
            long pid,
            Instant startedAt,
            String model,
            int port,
            String binary,
            @Nullable Long startTicks,
            @Nullable String boot,
            @Nullable String mark) {

        public Entry {
            if (mark != null && !mark.matches("[0-9a-f]{32}"))
                throw new IllegalArgumentException("mark is not 32 hexadecimal digits: " + mark);
        }

        /// One without a mark.
        Entry(
                long pid,
                Instant startedAt,
                String model,
                int port,
                String binary,
                @Nullable Long startTicks,
                @Nullable String boot) {
            this(pid, startedAt, model, port, binary, startTicks, boot, null);
        }

        /// Notes a living process without a mark.
        static Entry of(ProcessHandle process, String model, int port, Path binary) {
            return of(process, model, port, binary, null);
        }

        /// Notes a living process.
        static Entry of(
                ProcessHandle process, String model, int port, Path binary, @Nullable String mark) {
            Instant started = process.info().startInstant().orElse(Instant.EPOCH);
            Long ticks = ProcTable.stat(process.pid(), 22).orElse(null);
            return new Entry(
                    process.pid(),
                    started,
                    model,
                    port,
                    binary.toString(),
                    ticks,
                    bootId().orElse(null),
                    mark);
        }

        static Optional<String> bootId() {
            try {
                return Optional.of(
                        Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
            } catch (IOException notLinux) {
                return Optional.empty();
            }
        }
    }

    /// Notes a child.
    public void add(Entry entry) throws IOException {
        Folders.writeWhole(file(entry.pid()), JSON.writeValueAsString(json(entry)));
    }

    /// Forgets a child; nothing happens when it is not noted.
    public void remove(long pid) throws IOException {
        Files.deleteIfExists(file(pid));
    }

    /// All noted children. A file that cannot be read as one is deleted: nothing may be ended on
    /// its word.
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) return entries;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Optional<Entry> entry = read(file);
                if (entry.isPresent()) entries.add(entry.get());
                else Files.deleteIfExists(file);
            }
        }
        return entries;
    }

    private Path file(long pid) {
        return folder.resolve(pid + ".json");
    }

    private static JsonNode json(Entry entry) {
        var json = JSON.createObjectNode();
        json.put("pid", entry.pid());
        json.put("startedAt", entry.startedAt().toString());
        json.put("model", entry.model());
        json.put("port", entry.port());
        json.put("binary", entry.binary());
        if (entry.startTicks() != null) json.put("startTicks", entry.startTicks());
        if (entry.boot() != null) json.put("boot", entry.boot());
        if (entry.mark() != null) json.put("mark", entry.mark());
        return json;
    }

    private static Optional<Entry> read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            JsonNode ticks = json.path("startTicks");
            JsonNode boot = json.path("boot");
            JsonNode mark = json.path("mark");
            return Optional.of(
                    new Entry(
                            json.required("pid").asLong(),
                            Instant.parse(json.required("startedAt").asString()),
                            json.required("model").asString(),
                            json.required("port").asInt(),
                            json.required("binary").asString(),
                            ticks.isMissingNode() ? null : ticks.asLong(),
                            boot.isMissingNode() ? null : boot.asString(),
                            mark.isMissingNode() ? null : mark.asString()));
        } catch (JacksonException
                | IllegalArgumentException
                | java.time.DateTimeException damaged) {
            return Optional.empty();
        }
    }
}
