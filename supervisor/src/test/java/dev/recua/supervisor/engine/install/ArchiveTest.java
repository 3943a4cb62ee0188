package dev.recua.supervisor.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    @TempDir Path folder;

    private Path unpack(Tar tar) throws IOException {
        return unpack("a.tar.gz", tar.gzipped());
    }

    private Path unpack(String name, byte[] archive) throws IOException {
        Path file = Files.write(folder.resolve(name), archive);
        Path into = folder.resolve("in/to");
        Archive.unpack(file, into);
        return into;
    }

    private static byte[] zip(String... namesAndContents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aTarGivesFoldersFilesModesAndLinks() throws Exception {
        Path into =
                unpack(
                        new Tar()
                                .folder("./")
                                .folder("llama-b1/")
                                .link("llama-b1/libggml.so", "libggml.so.0")
                                .file("llama-b1/llama-server", "server")
                                .data("llama-b1/libggml.so.0", "lib")
                                .hardLink("llama-b1/again", "llama-b1/libggml.so.0")
                                .data("llama-b1/deep/er/LICENSE", ""));

        assertThat(into.resolve("llama-b1/llama-server")).hasContent("server").isExecutable();
        assertThat(Files.isExecutable(into.resolve("llama-b1/libggml.so.0"))).isFalse();
        assertThat(Files.readSymbolicLink(into.resolve("llama-b1/libggml.so")))
                .hasToString("libggml.so.0");
        assertThat(into.resolve("llama-b1/libggml.so")).hasContent("lib");
        assertThat(into.resolve("llama-b1/again")).hasContent("lib");
        assertThat(into.resolve("llama-b1/deep/er/LICENSE")).isEmptyFile();
    }

    @Test
    void longNamesOfBothKindsAreRead() throws Exception {
        String name = "d/" + "n".repeat(150);

        Path into =
                unpack(
                        new Tar()
                                .gnuLongName(name + "1", "gnu")
                                .paxLongName(name + "2", "pax")
                                .data("x", "plain"));

        assertThat(into.resolve(name + "1")).hasContent("gnu");
        assertThat(into.resolve(name + "2")).hasContent("pax");
        assertThat(into.resolve("x")).hasContent("plain");
    }

    @Test
    void whatTheTarProgramWritesIsRead() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/" + "long-name-".repeat(12)));
        Files.writeString(source.resolve("llama-server"), "x".repeat(100_000));
        Files.createSymbolicLink(source.resolve("link"), Path.of("llama-server"));
        Path archive = folder.resolve("real.tar.gz");
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "-czf",
                                archive.toString(),
                                "-C",
                                folder.resolve("source").toString(),
                                ".")
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();

        Path into = folder.resolve("into");
        Archive.unpack(archive, into);

        assertThat(into.resolve("long-name-".repeat(12)).resolve("link"))
                .hasContent("x".repeat(100_000));
    }

    @Test
    void aZipGivesFoldersAndFiles() throws Exception {
        Path into =
                unpack(
                        "a.zip",
                        zip(
                                "build/",
                                "",
                                "build/bin/llama-server.exe",
                                "server",
                                "ggml.dll",
                                "lib"));

        assertThat(into.resolve("build/bin/llama-server.exe")).hasContent("server");
        assertThat(into.resolve("ggml.dll")).hasContent("lib");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "a/../../evil",
                "/tmp/recua-evil",
                "..\\evil",
                "C:\\evil",
                "C:/evil",
                "a/..",
                "..",
                ""
            })
    void namesThatLeadOutsideAreRefused(String name) throws Exception {
        assertThatThrownBy(() -> unpack(new Tar().file(name, "evil")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> unpack("b.zip", zip(name, "evil")))
                .isInstanceOf(IOException.class);

        assertThat(folder.resolve("evil")).doesNotExist();
        assertThat(folder.resolve("in/evil")).doesNotExist();
        assertThat(Path.of("/tmp/recua-evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../secret", "a/../../secret", ".."})
    void linksThatLeadOutsideAreRefused(String target) {
        assertThatThrownBy(() -> unpack(new Tar().link("link", target)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
        assertThat(Files.exists(folder.resolve("in/to/link"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        Files.createDirectories(folder.resolve("in/to/real"));

        assertThatThrownBy(() -> unpack(new Tar().link("link", "real").file("link/evil", "evil")))
                .isInstanceOf(IOException.class);

        assertThat(folder.resolve("in/to/real/evil")).doesNotExist();
    }

    @Test
    void devicesAreRefused() {
        assertThatThrownBy(() -> unpack(new Tar().entry("dev", '3', "", new byte[0], 0644)))
                .hasMessageContaining("of the kind '3'");
    }

    @Test
    void aHardLinkToSomethingElseIsRefused() {
        assertThatThrownBy(() -> unpack(new Tar().hardLink("a", "b")))
                .hasMessageContaining("does not hold");
    }

    @Test
    void bombsAreBoundedInBytesAndEntries() throws Exception {
        Path into = Files.createDirectories(folder.resolve("x"));
        byte[] tar = new Tar().data("a", "x".repeat(2000)).data("b", "").data("c", "").bytes();

        assertThatThrownBy(() -> read(tar, new SafeFolder(into, 10, 1000)))
                .hasMessageContaining("more than 1000 bytes");
        assertThatThrownBy(() -> read(tar, new SafeFolder(folder.resolve("y"), 2, 10_000)))
                .hasMessageContaining("more than 2 entries");
    }

    private static void read(byte[] tar, SafeFolder into) throws IOException {
        new TarReader(new ByteArrayInputStream(tar)).unpack(into);
    }

    @Test
    void aTruncatedArchiveIsDamaged() throws Exception {
        byte[] whole = new Tar().file("llama-server", "x".repeat(5000)).gzipped();

        assertThatThrownBy(() -> unpack("a.tar.gz", Arrays.copyOf(whole, whole.length - 12)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.tar.gz is damaged");
        assertThatThrownBy(() -> unpack("b.zip", Arrays.copyOf(zip("a", "b"), 20)))
                .hasMessageContaining("b.zip is damaged");
        assertThatThrownBy(() -> unpack("c.rar", whole))
                .hasMessage("c.rar is no .tar.gz and no .zip");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void mutatedTarsEndInAnAnswerOrAnIoErrorAndNeverOutside(long seed) throws Exception {
        var random = new Random(seed);
        byte[] good =
                new Tar()
                        .folder("d/")
                        .file("d/a", "content")
                        .link("d/l", "a")
                        .paxLongName("p".repeat(120), "x")
                        .bytes();
        for (int round = 0; round < 400; round++) {
            byte[] bad = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int block = random.nextInt(good.length / 512);
                bad[block * 512 + random.nextInt(512)] = (byte) random.nextInt(256);
                fixChecksum(bad, block);
            }
            Path into = folder.resolve("m/" + round + "/in");
            Files.createDirectories(into);
            try (var safe = new SafeFolder(into)) {
                read(bad, safe);
                safe.finish();
            } catch (IOException e) {
                assertThat(e.getMessage()).as("seed %d round %d", seed, round).isNotBlank();
            }
            try (var beside = Files.list(into.getParent())) {
                assertThat(beside.toList())
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(List.of(into));
            }
        }
    }

    /// So that mutations get past the first check.
    private static void fixChecksum(byte[] tar, int block) {
        int at = block * 512;
        Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) sum += tar[at + i] & 0xff;
        byte[] text = "%06o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, tar, at + 148, text.length);
    }
}
