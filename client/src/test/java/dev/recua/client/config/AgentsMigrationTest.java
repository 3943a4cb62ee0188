package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recua.client.config.AgentsMigration.Plan;
import dev.recua.client.config.AgentsMigration.RolledBack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `agents.config.json` → `client.json`, and back; nothing is lost on the way.
class AgentsMigrationTest {
    private static final String AGENTS =
            """
            { "nanocoder": {
                "llamaCpp": { "baseUrl": "http://gpu.lan:8080/v1/", "apiKey": "${LLAMA_KEY}",
                              "models": ["qwen3:8b"], "timeout": 60000, "maxRetries": 0,
                              "sampling": { "topP": 0.5 }, "performance": { "nCtx": 8192 } },
                "openRouter": { "apiKey": "sk-or-4711", "models": ["a/b"] },
                "ollama": { "apiKey": { "file": "keys/ollama" }, "model": "x" },
                "mcpServers": [] } }
            """;

    private static final String CLIENT =
            """
            {
              "allowRemoteFallback" : false,
              "providers" : {
                "ollama" : {
                  "apiKey" : {
                    "file" : "FOLDER/keys/ollama"
                  }
                },
                "openrouter" : {
                  "apiKey" : "sk-or-4711",
                  "models" : [ "a/b" ]
                },
                "llama-cpp" : {
                  "baseUrl" : "http://gpu.lan:8080/v1/",
                  "apiKey" : "${LLAMA_KEY}",
                  "models" : [ "qwen3:8b" ],
                  "timeout" : 60000,
                  "maxRetries" : 0,
                  "sampling" : {
                    "topP" : 0.5
                  },
                  "performance" : {
                    "nCtx" : 8192
                  }
                }
              }
            }
            """;

    @TempDir private Path folder;
    private final Map<String, String> env = new HashMap<>(Map.of("LLAMA_KEY", "k-0815"));
    private Path source;
    private Path target;
    private Path backup;

    @BeforeEach
    void writeTheFiles() throws IOException {
        source = Files.writeString(folder.resolve("agents.config.json"), AGENTS);
        target = folder.resolve("config/client.json");
        backup = folder.resolve("agents.config.backup.json");
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/ollama"), "k-ollama\n");
    }

    @Test
    void theNewFileSaysTheSameAndTheOldOneIsKeptByteForByte() throws IOException {
        migrate();

        assertThat(target).content().isEqualTo(CLIENT.replace("FOLDER", folder.toString()));
        assertThat(backup).content().isEqualTo(AGENTS);
        assertThat(source).content().isEqualTo(AGENTS);
        assertThat(ClientConfig.load(target, env).orThrow())
                .isEqualTo(ClientConfig.load(source, env).orThrow());
    }

    @Test
    void onlyTheUserCanReadWhatIsWritten() throws IOException {
        migrate();

        for (Path written : new Path[] {target, backup}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatIsToBeShownHasNoKeyInIt() throws IOException {
        var plan = (Plan.Ready) migration().plan(source, target);

        assertThat(plan.masked()).doesNotContain("4711").contains("\"****\"", "${LLAMA_KEY}");
        assertThat(plan.toString() + plan.config() + plan.warnings())
                .doesNotContain("4711", "0815", "k-ollama");
    }

    @Test
    void aPlanChangesNothing() throws IOException {
        Map<String, String> before = everything();

        assertThat(migration().plan(source, target)).isInstanceOf(Plan.Ready.class);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theEnvironmentOfTheMomentIsNotWrittenDown() throws IOException {
        env.put("NANOCODER_LLAMA_CPP_URL", "http://moment:1");
        env.put("RECUA_CLIENT_LLAMA_CPP_TIMEOUT", "1000");

        migrate();

        assertThat(target).content().isEqualTo(CLIENT.replace("FOLDER", folder.toString()));
    }

    @Test
    void aSecondTimeThereIsNothingToDo() throws IOException {
        migrate();

        assertThat(migration().plan(source, target)).isEqualTo(new Plan.Done(source, target));
    }

    @Test
    void aClientFileThatIsThereIsNeverReplaced() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(target, "{}");

        assertThat(migration().plan(source, target)).isEqualTo(new Plan.Occupied(target));
    }

    @Test
    void anEarlierBackupIsNeverReplaced() throws IOException {
        Files.writeString(backup, "earlier");

        migrate();

        assertThat(backup).content().isEqualTo("earlier");
        assertThat(folder.resolve("agents.config.backup.2.json")).content().isEqualTo(AGENTS);
    }

    @Test
    void aBackupThatIsTheSameIsEnough() throws IOException {
        Files.writeString(backup, AGENTS);

        migrate();

        assertThat(folder.resolve("agents.config.backup.2.json")).doesNotExist();
    }

    @Test
    void aFileWithProblemsIsNotTouched() throws IOException {
        Files.writeString(source, "{\"nanocoder\": {\"llamaCpp\": {\"timeout\": 0, \"x\": 1}}}");

        assertThat(migration().plan(source, target))
                .isInstanceOfSatisfying(
                        Plan.Unusable.class, it -> assertThat(it.problems()).hasSize(2));
    }

    @Test
    void anotherFileIsNone() throws IOException {
        Files.writeString(source, "{\"provider\": \"ollama\"}");

        assertThat(migration().plan(source, target)).isEqualTo(new Plan.Foreign(source));
    }

    @Test
    void rollingBackRemovesWhatTheMigrationWrote() throws IOException {
        migrate();

        Optional<RolledBack> done = migration().rollBack(source, target);

        assertThat(done)
                .contains(new RolledBack(backup, false, Optional.empty(), true, Optional.empty()));
        assertThat(source).content().isEqualTo(AGENTS);
        assertThat(target).doesNotExist();
    }

    @Test
    void rollingBackRestoresAFileThatIsGone() throws IOException {
        migrate();
        Files.delete(source);

        assertThat(migration().rollBack(source, target).orElseThrow().restored()).isTrue();
        assertThat(source).content().isEqualTo(AGENTS);
    }

    @Test
    void rollingBackKeepsWhatWasChangedSince() throws IOException {
        migrate();
        Files.writeString(source, "changed");
        Files.writeString(target, "{\"provider\": \"recua\"}");

        RolledBack done = migration().rollBack(source, target).orElseThrow();

        assertThat(done.keptSource()).contains(folder.resolve("agents.config.replaced.json"));
        assertThat(done.keptTarget()).contains(folder.resolve("config/client.replaced.json"));
        assertThat(source).content().isEqualTo(AGENTS);
        assertThat(target).doesNotExist();
        assertThat(folder.resolve("agents.config.replaced.json")).content().isEqualTo("changed");
        assertThat(folder.resolve("config/client.replaced.json")).content().contains("recua");
    }

    @Test
    void rollingBackTakesTheBackupThatTheFileWasMadeOf() throws IOException {
        migrate();
        Files.writeString(folder.resolve("agents.config.backup.2.json"), "{\"nanocoder\": {}}");

        assertThat(migration().rollBack(source, target).orElseThrow().backup()).isEqualTo(backup);
    }

    @Test
    void withoutABackupThereIsNothingToRollBack() throws IOException {
        assertThat(migration().rollBack(source, target)).isEmpty();
    }

    @Test
    void afterRollingBackItCanBeDoneAgain() throws IOException {
        migrate();
        migration().rollBack(source, target);

        migrate();

        assertThat(target).content().isEqualTo(CLIENT.replace("FOLDER", folder.toString()));
    }

    /// The first write is the backup, the second the new file.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void onAFullDiskNothingIsLostAndNothingIsHalf(int write) throws IOException {
        var plan = (Plan.Ready) migration().plan(source, target);

        assertThatIOException()
                .isThrownBy(
                        () -> new AgentsMigration(env, files(), new FullDisk(write)).carryOut(plan))
                .withMessage("No space left on device");

        assertThat(source).content().isEqualTo(AGENTS);
        assertThat(target).doesNotExist();
        Map<String, String> left = everything();
        left.keySet().remove("agents.config.json");
        left.keySet().remove("keys/ollama");
        assertThat(left)
                .isEqualTo(write == 1 ? Map.of() : Map.of("agents.config.backup.json", AGENTS));
    }

    /// The backup was the new file, the client.json was made of the old one.
    @Test
    void aFileThatChangesBetweenPlanAndDeedIsNotMigrated() throws IOException {
        Plan.Ready plan = (Plan.Ready) migration().plan(source, target);
        Files.writeString(source, "{\"nanocoder\":{}}");

        assertThatIOException()
                .isThrownBy(() -> migration().carryOut(plan))
                .withMessage(source + " was changed just now; run it again");

        assertThat(target).doesNotExist();
        assertThat(folder.resolve("agents.config.backup.json")).doesNotExist();
    }

    @Test
    void onAFullDiskRollingBackLosesNothing() throws IOException {
        migrate();
        Files.writeString(source, "changed");
        Map<String, String> before = everything();

        assertThatIOException()
                .isThrownBy(
                        () ->
                                new AgentsMigration(env, files(), new FullDisk(2))
                                        .rollBack(source, target));

        assertThat(everything()).containsAllEntriesOf(before);
    }

    /// Half of one write, and then no more.
    private static final class FullDisk extends SafeFiles {
        private final int full;
        private int writes;

        FullDisk(int full) {
            this.full = full;
        }

        @Override
        void write(FileChannel to, ByteBuffer bytes) throws IOException {
            writes++;
            if (writes < full) {
                super.write(to, bytes);
                return;
            }
            bytes.limit(bytes.limit() / 2);
            super.write(to, bytes);
            throw new IOException("No space left on device");
        }
    }

    private void migrate() throws IOException {
        AgentsMigration migration = migration();
        migration.carryOut((Plan.Ready) migration.plan(source, target));
    }

    private AgentsMigration migration() {
        return new AgentsMigration(env, files());
    }

    private ClientFiles files() {
        return new ClientFiles(folder, target, folder.resolve("last-provider"));
    }

    /// Every file and what is in it.
    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                all.put(folder.relativize(path).toString(), Files.readString(path));
            }
        }
        return all;
    }
}
