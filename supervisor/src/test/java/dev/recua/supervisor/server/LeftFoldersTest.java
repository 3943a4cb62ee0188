package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftFoldersTest {
    private static final long US = ProcessHandle.current().pid();

    @TempDir private Path tmp;

    @Test
    void whatAKilledProgramLeftIsDeletedWhenTheNextFolderIsMade() throws Exception {
        Path left = folder("left", US + " 2001-01-01T00:00:00Z");
        Files.createDirectories(left.resolve("config/llama.cpp"));
        Files.createDirectories(left.resolve("run/children"));

        WorkFolder made = WorkFolder.in(tmp);

        assertThat(left).doesNotExist();
        assertThat(made.root()).isDirectory();
    }

    @Test
    void whatALivingProgramMadeStays() throws Exception {
        WorkFolder first = WorkFolder.in(tmp);
        WorkFolder second = WorkFolder.in(tmp);

        assertThat(first.root()).isDirectory();
        assertThat(second.root()).isDirectory();
        first.delete();
        assertThat(first.root()).doesNotExist();
    }

    @Test
    void whatIsNotKnownForSureStays() throws Exception {
        Path nobodys = Files.createDirectory(tmp.resolve("recua-llama-server-nobodys"));
        Path damaged = folder("damaged", "no pid");
        Path other = Files.createDirectory(tmp.resolve("other"));
        Path link = Files.createSymbolicLink(tmp.resolve("recua-llama-server-link"), other);
        Files.writeString(other.resolve("owner"), US + " 2001-01-01T00:00:00Z");

        WorkFolder.in(tmp);

        assertThat(nobodys).isDirectory();
        assertThat(damaged).isDirectory();
        assertThat(link).exists();
        assertThat(other.resolve("owner")).exists();
    }

    @Test
    void theFolderOfAServerThatOutlivedItsProgramStays() throws Exception {
        String port = "4711";
        Process server = new ProcessBuilder("sleep", "60", port).start();
        try {
            Path left = folder("router", US + " 2001-01-01T00:00:00Z");
            Path notes = Files.createDirectories(left.resolve("run/children"));
            Files.writeString(
                    notes.resolve(server.pid() + ".json"),
                    """
                    {"pid": %d, "startedAt": "%s", "model": "m", "port": %s, "binary": "sleep"}
                    """
                            .formatted(
                                    server.pid(),
                                    server.toHandle().info().startInstant().orElseThrow(),
                                    port));

            WorkFolder.in(tmp);
            assertThat(left).isDirectory();
        } finally {
            server.destroyForcibly().waitFor();
        }
        WorkFolder.in(tmp);
        assertThat(tmp.resolve("recua-llama-server-router")).doesNotExist();
    }

    /// The system tells another start of the same process when its clock was set meanwhile.
    @Test
    void whatALivingProgramMadeStaysWhenTheClockWasSet() throws Exception {
        WorkFolder living = WorkFolder.in(tmp);
        Path note = living.root().resolve("owner");
        assumeTrue(Files.readString(note).split(" ").length > 2, "no /proc tells the ticks");
        String start = ProcessHandle.current().info().startInstant().orElseThrow().toString();
        Files.writeString(note, Files.readString(note).replace(start, "2001-01-01T00:00:00Z"));

        WorkFolder.in(tmp);

        assertThat(living.root()).isDirectory();
    }

    /// Its pid says nothing here: another container may use the same folder.
    @Test
    void whatAProgramOfAnotherNamespaceMadeStays() throws Exception {
        WorkFolder theirs = WorkFolder.in(tmp);
        Path note = theirs.root().resolve("owner");
        String[] parts = Files.readString(note).split(" ");
        assumeTrue(parts.length > 2, "no /proc tells the namespace");
        parts[2] = "1";
        parts[4] = "pid:[1]";
        Files.writeString(note, String.join(" ", parts));

        WorkFolder.in(tmp);

        assertThat(theirs.root()).isDirectory();
    }

    @Test
    void whatAProgramOfAnEarlierBootMadeIsDeleted() throws Exception {
        WorkFolder before = WorkFolder.in(tmp);
        Path note = before.root().resolve("owner");
        String[] parts = Files.readString(note).split(" ");
        assumeTrue(parts.length > 2, "no /proc tells the boot");
        parts[3] = "00000000-0000-0000-0000-000000000000";
        Files.writeString(note, String.join(" ", parts));

        WorkFolder.in(tmp);

        assertThat(before.root()).doesNotExist();
    }

    private Path folder(String name, String owner) throws IOException {
        Path folder = Files.createDirectory(tmp.resolve("recua-llama-server-" + name));
        Files.writeString(folder.resolve("owner"), owner);
        return folder;
    }
}
