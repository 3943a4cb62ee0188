package dev.recua.supervisor.engine;

import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The engines below `engines/<version>/<target>/<variant>/`.
///
/// A folder counts when it holds a readable manifest and the binary that this names. Folders come
/// into
/// place by one rename, manifest included, so a half-installed engine is never listed. Names that
/// begin
/// with a dot are work in progress. Holds no state of its own; safe for use by several threads.
public final class EngineStore {
    /// The manifest's file name.
    public static final String MANIFEST = "engine.json";

    private static final Logger LOG = System.getLogger(EngineStore.class.getName());
    private static final String WORK_PREFIX = ".work-";
    private static final Comparator<InstalledEngine> NEWEST_FIRST =
            Comparator.comparingInt(InstalledEngine::build)
                    .thenComparing(InstalledEngine::installedAt)
                    .reversed()
                    .thenComparing(engine -> engine.id().variant());

    private final Path root;
    private final JsonMapper json = JsonMapper.builder().build();

    /// The engines below `root`.
    ///
    /// @param root the folder `engines/`; need not exist
    public EngineStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /// The folder `engines/`.
    public Path root() {
        return root;
    }

    /// Every complete engine, the newest build first.
    public List<InstalledEngine> list() {
        try (Stream<Path> paths = walk()) {
            return paths.filter(path -> path.getFileName().toString().equals(MANIFEST))
                    .flatMap(manifest -> read(manifest).stream())
                    .sorted(NEWEST_FIRST)
                    .toList();
        }
    }

    /// The engine of that name, when it is there and complete.
    public Optional<InstalledEngine> find(EngineId id) {
        return read(folder(id).resolve(MANIFEST));
    }

    /// Removes an engine with all its files. Whether a child still uses it is the caller's
    /// question;
    /// on Unix a running one goes on.
    ///
    /// @return false when it was not there
    public boolean remove(EngineId id) throws IOException {
        Path folder = folder(id);
        if (!Files.exists(folder)) return false;
        Path away = root.resolve(WORK_PREFIX + "removed-" + System.nanoTime());
        Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
        Folders.deleteTree(away);
        removeWhenEmpty(root.resolve(id.version()).resolve(id.target()));
        removeWhenEmpty(root.resolve(id.version()));
        return true;
    }

    /// Where that engine lies or would lie.
    public Path folder(EngineId id) {
        return root.resolve(id.version()).resolve(id.target()).resolve(id.variant().id());
    }

    /// An empty folder on the same file system in which an engine may be put together. Belongs to
    /// the
    /// caller, who holds the install lock.
    public Path newWorkFolder() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, WORK_PREFIX);
    }

    /// Removes what an interrupted install left. Only for the holder of the install lock.
    public void removeLeftovers() throws IOException {
        if (!Files.isDirectory(root)) return;
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(root)) {
            leftovers =
                    entries.filter(p -> p.getFileName().toString().startsWith(WORK_PREFIX))
                            .toList();
        }
        for (Path leftover : leftovers) Folders.deleteTree(leftover);
    }

    /// Puts a finished work folder in place: writes the manifest, then renames. Only for the holder
    /// of
    /// the install lock. What stood there incomplete is removed first.
    ///
    /// @param work   a folder from [#newWorkFolder()]
    /// @param engine described with paths inside `work`
    /// @return the engine at its place
    public InstalledEngine place(Path work, InstalledEngine engine) throws IOException {
        Folders.writeWhole(work.resolve(MANIFEST), manifest(work, engine));
        Path folder = folder(engine.id());
        Folders.deleteTree(folder);
        Path parent = root.resolve(engine.id().version()).resolve(engine.id().target());
        Files.createDirectories(parent);
        Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
        return find(engine.id())
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the engine vanished from "
                                                + folder
                                                + " right after its install"));
    }

    private String manifest(Path work, InstalledEngine engine) {
        ObjectNode node = json.createObjectNode();
        node.put("version", engine.id().version()).put("build", engine.build());
        node.put("target", engine.id().target()).put("variant", engine.id().variant().id());
        node.put("source", engine.source());
        node.put("binary", inside(work, engine.binary()));
        node.put("program", inside(work, engine.program()));
        node.put("sha256", engine.sha256());
        node.put("installedAt", engine.installedAt().toString());
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    }

    private static String inside(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private Optional<InstalledEngine> read(Path manifest) {
        if (!Files.isRegularFile(manifest)) return Optional.empty();
        try {
            InstalledEngine engine = parse(manifest, json.readTree(Files.readString(manifest)));
            if (Files.isRegularFile(engine.binary())) return Optional.of(engine);
            LOG.log(
                    Level.WARNING,
                    "engine passed over, its binary is gone binary=" + engine.binary());
        } catch (IOException | JacksonException | DateTimeException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "engine passed over, its manifest is damaged file="
                            + manifest
                            + " cause="
                            + Cause.of(e));
        }
        return Optional.empty();
    }

    private InstalledEngine parse(Path manifest, JsonNode node) {
        Path folder = root.resolve(root.relativize(manifest.toAbsolutePath())).resolveSibling("");
        EngineId id = idOf(folder);
        return new InstalledEngine(
                id,
                node.path("build").asInt(0),
                node.path("source").asString(""),
                pathIn(folder, node, "binary"),
                pathIn(folder, node, "program"),
                node.path("sha256").asString(""),
                Instant.parse(node.path("installedAt").asString("")),
                folder);
    }

    /// The place is the name: a folder that was copied elsewhere is what its new place says.
    private EngineId idOf(Path folder) {
        String name = root.relativize(folder).toString().replace('\\', '/');
        return EngineId.parse(name)
                .orElseThrow(() -> new IllegalArgumentException("no engine's place: " + name));
    }

    private static Path pathIn(Path folder, JsonNode node, String key) {
        String text = node.path(key).asString("");
        if (text.isEmpty()) throw new IllegalArgumentException("no \"" + key + "\"");
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + key + "\" is no path", e);
        }
    }

    /// Manifests lie exactly four levels deep; anything else is not ours to judge.
    private Stream<Path> walk() {
        return children(root)
                .filter(version -> !version.getFileName().toString().startsWith("."))
                .flatMap(this::children)
                .flatMap(this::children)
                .map(folder -> folder.resolve(MANIFEST));
    }

    private Stream<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) return Stream.empty();
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "folder of engines not readable folder=" + folder + " cause=" + Cause.of(e));
            return Stream.empty();
        }
    }

    private static void removeWhenEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            LOG.log(Level.DEBUG, "folder kept, it holds other engines folder=" + folder);
        }
    }
}
