package dev.recua.gateway.home;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `run/gateway.json`: by it the command line finds a running gateway. Written once the address is
/// open, deleted when it closes; after a crash an old one may lie there, so a reader must be ready
/// for nobody to answer.
///
/// @param pid of the gateway; more than 0
/// @param startedAt when it started
/// @param url where it answers, such as `http://127.0.0.1:8091`
/// @param version Recua's
public record GatewayFile(long pid, Instant startedAt, URI url, String version) {
    private static final String NAME = "gateway.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public GatewayFile {
        if (pid <= 0) throw new IllegalArgumentException("pid must be more than 0, was " + pid);
    }

    /// Where it lies in a `run` folder.
    public static Path in(Path run) {
        return run.resolve(NAME);
    }

    /// Reads it; empty when there is none or it cannot be understood.
    ///
    /// @throws IOException when it is there but may not be read
    public static Optional<GatewayFile> read(Path run) throws IOException {
        try {
            return parse(JSON.readTree(Files.readAllBytes(in(run))));
        } catch (NoSuchFileException | JacksonException _) {
            return Optional.empty();
        }
    }

    /// Writes it so that a reader sees the old one or the whole new one, and no other user sees
    /// either.
    ///
    /// @param run an existing folder
    public void write(Path run) throws IOException {
        var json = JSON.createObjectNode();
        json.put("pid", pid)
                .put("startedAt", startedAt.toString())
                .put("url", url.toString())
                .put("version", version);
        Path part = Files.createTempFile(run, NAME, ".part", PrivateFiles.fileRights(run));
        try {
            Files.writeString(part, JSON.writeValueAsString(json) + "\n", StandardCharsets.UTF_8);
            Files.move(
                    part,
                    in(run),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Deletes it, if it is there.
    public static void delete(Path run) throws IOException {
        Files.deleteIfExists(in(run));
    }

    private static Optional<GatewayFile> parse(JsonNode json) {
        try {
            return Optional.of(
                    new GatewayFile(
                            json.path("pid").asLong(0),
                            Instant.parse(json.path("startedAt").asString("")),
                            URI.create(json.path("url").asString("")),
                            json.path("version").asString("")));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
