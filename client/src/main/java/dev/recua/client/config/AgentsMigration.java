package dev.recua.client.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Makes a `client.json` of an `agents.config.json`, and takes that back.
///
/// 1. The file is read; with a problem nothing is changed.
/// 2. A copy of it, byte for byte, becomes `agents.config.backup.json` beside it. A backup that is
///    there already is never replaced: the next is `agents.config.backup.2.json`.
/// 3. `client.json` is written whole or not at all, readable by the user alone, and read back. One
///    that is there already is never replaced.
///
/// The `agents.config.json` itself stays as it is: the program that it belongs to goes on with it.
/// Immutable; not to be used twice at the same time on the same files.
public final class AgentsMigration {
    private final ClientConfigLoader loader;
    private final SafeFiles files;

    /// @param env   the environment, for `${NAME}`
    /// @param files says what `~` is
    public AgentsMigration(Map<String, String> env, ClientFiles files) {
        this(env, files, new SafeFiles());
    }

    AgentsMigration(Map<String, String> env, ClientFiles files, SafeFiles writer) {
        this.loader = new ClientConfigLoader(env, files).ofFileAlone();
        this.files = writer;
    }

    /// What a migration would do, or why it would not.
    public sealed interface Plan {
        /// It can be carried out.
        ///
        /// @param source   the `agents.config.json`
        /// @param backup   where it is kept
        /// @param kept     whether it is there already
        /// @param target   the `client.json`
        /// @param text     of the target, with the keys
        /// @param masked   the same without the keys that stand in it, to be shown
        /// @param config   what both files say
        /// @param warnings about what is passed over, or not safe
        record Ready(
                Path source,
                Path backup,
                boolean kept,
                Path target,
                String text,
                String masked,
                ClientConfig config,
                List<ConfigProblem> warnings)
                implements Plan {
            public Ready {
                warnings = List.copyOf(warnings);
            }

            /// Without the text, which has the keys in it.
            @Override
            public String toString() {
                return "Ready[" + source + " -> " + target + ", backup " + backup + "]";
            }
        }

        /// It was carried out before: the target says what the migration would write.
        record Done(Path source, Path target) implements Plan {}

        /// Another `client.json` is there.
        record Occupied(Path target) implements Plan {}

        /// The file cannot be used.
        ///
        /// @param problems at least one is an error
        record Unusable(List<ConfigProblem> problems) implements Plan {
            public Unusable {
                problems = List.copyOf(problems);
            }
        }

        /// The file is none of this kind: it has no `nanocoder`.
        record Foreign(Path source) implements Plan {}
    }

    /// What taking a migration back did.
    ///
    /// @param backup       what was restored
    /// @param restored     whether the source was changed: it was missing or different
    /// @param keptSource   where the different one is now
    /// @param targetIsGone whether a `client.json` was there and is no more
    /// @param keptTarget   where it is now; empty when it only said what the migration wrote
    public record RolledBack(
            Path backup,
            boolean restored,
            Optional<Path> keptSource,
            boolean targetIsGone,
            Optional<Path> keptTarget) {}

    /// Reads the file and decides; changes nothing.
    ///
    /// @throws IOException when a file cannot be read
    public Plan plan(Path source, Path target) throws IOException {
        LoadedConfig loaded = loader.load(source);
        if (!(loaded instanceof LoadedConfig.Usable usable)) {
            return new Plan.Unusable(loaded.problems());
        }
        byte[] original = Files.readAllBytes(source);
        ObjectNode root = root(original, source);
        if (!root.has(FileLayer.AGENTS)) return new Plan.Foreign(source);
        ObjectNode client = AgentsFile.asNative(root, folder(source));
        String text = pretty(client);
        ClientConfig written = loader.parse(text, target).orThrow();
        if (!written.equals(usable.config())) {
            throw new IllegalStateException(
                    "a client.json of " + source + " would say something else");
        }
        if (Files.exists(target)) {
            boolean same = Arrays.equals(Files.readAllBytes(target), bytes(text));
            return same ? new Plan.Done(source, target) : new Plan.Occupied(target);
        }
        Numbered backup = Numbered.of(source, "backup").holding(original);
        return new Plan.Ready(
                source,
                backup.path(),
                backup.isThere(),
                target,
                text,
                pretty(AgentsFile.masked(client)),
                usable.config(),
                usable.problems());
    }

    /// Carries a plan out.
    ///
    /// @throws IOException when a file cannot be written or changed since the plan; the source is
    ///     untouched then, and there is no `client.json`
    public void carryOut(Plan.Ready plan) throws IOException {
        byte[] original = Files.readAllBytes(plan.source());
        if (!migrated(original, plan.source()).equals(plan.text())) {
            throw new IOException(plan.source() + " was changed just now; run it again");
        }
        if (!plan.kept()) files.create(plan.backup(), original);
        if (!Arrays.equals(Files.readAllBytes(plan.backup()), original)) {
            throw new IOException(
                    plan.backup() + " is not what " + plan.source() + " is; run it again");
        }
        files.create(plan.target(), bytes(plan.text()));
        LoadedConfig back = loader.load(plan.target());
        if (back instanceof LoadedConfig.Usable usable && usable.config().equals(plan.config())) {
            return;
        }
        files.delete(plan.target());
        throw new IOException(plan.target() + " did not say what was written, and is gone again");
    }

    /// Takes a migration back: the backup that the target was made of, else the last one, becomes
    /// the source again, the target goes. Whatever
    /// was changed since is kept beside it, as `agents.config.replaced.json` and
    /// `client.replaced.json`.
    ///
    /// @return empty when there is no backup
    /// @throws IOException when a file cannot be read or written; nothing is lost then
    public Optional<RolledBack> rollBack(Path source, Path target) throws IOException {
        Optional<Path> found = backupOf(source, target);
        if (found.isEmpty()) return Optional.empty();
        byte[] backup = Files.readAllBytes(found.get());
        Optional<byte[]> now = read(source);
        boolean same = now.isPresent() && Arrays.equals(now.get(), backup);
        Optional<Path> keptSource = Optional.empty();
        if (!same) {
            if (now.isPresent()) keptSource = Optional.of(keep(source, now.get()));
            files.replace(source, backup);
        }
        Optional<byte[]> client = read(target);
        Optional<Path> keptTarget = Optional.empty();
        if (client.isPresent()) {
            boolean ours = Arrays.equals(client.get(), bytes(migrated(backup, source)));
            if (!ours) keptTarget = Optional.of(keep(target, client.get()));
            files.delete(target);
        }
        return Optional.of(
                new RolledBack(found.get(), !same, keptSource, client.isPresent(), keptTarget));
    }

    private static Optional<Path> backupOf(Path source, Path target) throws IOException {
        List<Path> backups = Numbered.of(source, "backup").all();
        Optional<byte[]> client = read(target);
        if (client.isPresent()) {
            for (Path backup : backups) {
                byte[] made = bytes(migrated(Files.readAllBytes(backup), source));
                if (Arrays.equals(made, client.get())) return Optional.of(backup);
            }
        }
        return backups.stream().findFirst();
    }

    private Path keep(Path file, byte[] bytes) throws IOException {
        Numbered kept = Numbered.of(file, "replaced").holding(bytes);
        if (!kept.isThere()) files.create(kept.path(), bytes);
        return kept.path();
    }

    /// What a migration of these bytes writes; empty when they are no such file.
    private static String migrated(byte[] agents, Path source) {
        return new JsonText(source.toString(), new Findings())
                .read(agents)
                .root()
                .map(root -> pretty(AgentsFile.asNative(root, folder(source))))
                .orElse("");
    }

    private static ObjectNode root(byte[] bytes, Path source) {
        return new JsonText(source.toString(), new Findings())
                .read(bytes)
                .root()
                .orElseThrow(() -> new IllegalStateException(source + " was readable just now"));
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    private static Path folder(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    }

    private static String pretty(ObjectNode json) {
        return json.toPrettyString() + "\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
