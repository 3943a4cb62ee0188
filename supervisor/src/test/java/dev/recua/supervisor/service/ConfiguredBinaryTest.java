package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredBinaryTest {
    @TempDir Path folder;

    private final List<Path> asked = new ArrayList<>();
    private final EngineFinder.Probe probe =
            binary -> {
                asked.add(binary);
                return new ProbeResult.Works(
                        EngineFacts.parse(
                                        "version: 0.7.0 (build 11669, commit x)",
                                        Golden.text("llama-server-0.7.0/help.txt"))
                                .orElseThrow());
            };

    @Test
    void aNameIsLookedForInThePath() throws Exception {
        Path binary = executable("llama-server");
        var configured =
                new ConfiguredBinary(
                        Path.of("llama-server"), probe, Map.of("PATH", "/nowhere:" + folder));
        assertThat(configured.find("qwen").path()).isEqualTo(binary);
    }

    @Test
    void onWindowsANameIsAlsoThatOfItsExeAndThePathIsCalledOtherwise() throws Exception {
        Path binary = executable("llama-server.exe");
        var configured =
                new ConfiguredBinary(
                        Path.of("llama-server"),
                        probe,
                        Map.of("Path", folder.toString()),
                        new Platform("Windows 11", "amd64"));
        assertThat(configured.find("qwen").path()).isEqualTo(binary);
    }

    @Test
    void aBinaryIsAskedOnceAsLongAsItStaysTheSame() throws Exception {
        Path binary = executable("mine");
        var configured = new ConfiguredBinary(binary, probe, Map.of());
        configured.find("qwen");
        configured.find("qwen");
        assertThat(asked).hasSize(1);

        Files.setLastModifiedTime(binary, FileTime.fromMillis(17));
        configured.find("qwen");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aNameThatIsNowhereIsSaidToBeInNoFolderOfThePath() {
        var configured =
                new ConfiguredBinary(
                        Path.of("no-such-server"),
                        new EngineProbe(),
                        Map.of("PATH", folder.toString()));
        assertThatThrownBy(() -> configured.find("qwen"))
                .hasMessage(
                        "qwen did not start: there is no no-such-server in the folders of PATH");
    }

    @Test
    void aFileThatMayNotBeRunIsSaidToBeSo() throws IOException {
        Path file = Files.writeString(folder.resolve("plain"), "text");
        var configured = new ConfiguredBinary(file, new EngineProbe(), Map.of());
        assertThatThrownBy(() -> configured.find("qwen"))
                .hasMessage("qwen did not start: " + file + " may not be run");
    }

    private Path executable(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
