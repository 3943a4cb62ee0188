package dev.recua.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private static final Path ANA = Path.of("/home/ana");

    private static Folders linux(Map<String, String> environment) {
        return Folders.of(environment, "Linux", ANA);
    }

    @Test
    void onLinuxEverythingLiesWhereXdgSays() {
        assertThat(linux(Map.of()))
                .isEqualTo(
                        new Folders(
                                ANA,
                                false,
                                ANA.resolve(".config/recua/config.yaml"),
                                ANA.resolve(".local/share/recua/models"),
                                ANA.resolve(".cache/huggingface/hub"),
                                ANA.resolve(".local/share/recua/engines"),
                                ANA.resolve(".local/share/recua/kv"),
                                ANA.resolve(".local/share/recua/trash"),
                                ANA.resolve(".local/share/recua/export"),
                                ANA.resolve(".local/state/recua/logs"),
                                ANA.resolve(".local/state/recua/state"),
                                ANA.resolve(".cache/recua/tmp"),
                                ANA.resolve(".local/state/recua/run")));
    }

    @Test
    void xdgVariablesMoveTheirPartUnlessTheyAreRelative() {
        var folders =
                linux(
                        Map.of(
                                "XDG_CONFIG_HOME",
                                "/c",
                                "XDG_DATA_HOME",
                                "/d",
                                "XDG_STATE_HOME",
                                "/s",
                                "XDG_CACHE_HOME",
                                "relative"));

        assertThat(folders.configFile()).isEqualTo(Path.of("/c/recua/config.yaml"));
        assertThat(folders.engines()).isEqualTo(Path.of("/d/recua/engines"));
        assertThat(folders.run()).isEqualTo(Path.of("/s/recua/run"));
        assertThat(folders.tmp()).isEqualTo(ANA.resolve(".cache/recua/tmp"));
    }

    @Test
    void recuaHomeHoldsEverythingWhateverElseIsSet() {
        Path all = Path.of("/all");
        var environment =
                Map.of(
                        "RECUA_HOME",
                        "/all",
                        "XDG_DATA_HOME",
                        "/d",
                        "HF_HOME",
                        "/hf",
                        "HF_HUB_CACHE",
                        "/hub");

        assertThat(linux(environment))
                .isEqualTo(
                        new Folders(
                                ANA,
                                true,
                                all.resolve("config.yaml"),
                                all.resolve("models"),
                                all.resolve("hub"),
                                all.resolve("engines"),
                                all.resolve("kv"),
                                all.resolve("trash"),
                                all.resolve("export"),
                                all.resolve("logs"),
                                all.resolve("state"),
                                all.resolve("tmp"),
                                all.resolve("run")));
    }

    @Test
    void theHubIsTheFirstThatIsNamed() {
        assertThat(linux(Map.of("HF_HUB_CACHE", "/hub", "HF_HOME", "/hf")).hub())
                .isEqualTo(Path.of("/hub"));
        assertThat(linux(Map.of("HF_HUB_CACHE", "", "HF_HOME", "~/hf")).hub())
                .isEqualTo(ANA.resolve("hf/hub"));
    }

    @Test
    void homeIsTheVariableBeforeTheJvmsProperty() {
        var folders = linux(Map.of("HOME", "/home/eva"));

        assertThat(folders.home()).isEqualTo(Path.of("/home/eva"));
        assertThat(folders.models()).isEqualTo(Path.of("/home/eva/.local/share/recua/models"));
    }

    @Test
    void otherSystemsHaveTheirOwnPlaces() {
        var mac = Folders.of(Map.of(), "Mac OS X", Path.of("/Users/ana"));
        var windows = Folders.of(Map.of("LOCALAPPDATA", "/local"), "Windows 11", ANA);

        assertThat(mac.configFile())
                .isEqualTo(Path.of("/Users/ana/Library/Application Support/recua/config.yaml"));
        assertThat(mac.tmp()).isEqualTo(Path.of("/Users/ana/Library/Caches/recua/tmp"));
        assertThat(windows.models()).isEqualTo(Path.of("/local/recua/models"));
        assertThat(windows.run()).isEqualTo(Path.of("/local/recua/run"));
    }

    @Test
    void createMakesOurFoldersAndClosesThePrivateOnes(@TempDir Path home) throws IOException {
        var folders =
                Folders.of(Map.of("RECUA_HOME", home.resolve("new").toString()), "Linux", home);
        Files.createDirectories(folders.run());
        Files.setPosixFilePermissions(folders.run(), PosixFilePermissions.fromString("rwxr-xr-x"));

        folders.create();
        folders.create();

        assertThat(folders.models()).isDirectory();
        assertThat(folders.engines()).isDirectory();
        assertThat(folders.kv()).isDirectory();
        assertThat(folders.logs()).isDirectory();
        assertThat(folders.state()).isDirectory();
        assertThat(rights(folders.tmp())).isEqualTo("rwx------");
        assertThat(rights(folders.run())).isEqualTo("rwx------");
        assertThat(folders.configFile()).doesNotExist();
        assertThat(folders.hub()).doesNotExist();
        assertThat(folders.exportFolder()).doesNotExist();
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
