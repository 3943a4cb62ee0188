package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineFinder;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.EngineOrigin;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualEngineTest {
    private static final Platform LINUX = new Platform("Linux", "amd64");
    private static final EngineFinder.Probe WORKS =
            binary ->
                    new ProbeResult.Works(
                            new EngineFacts(
                                    "0.7.0", 11669, "c", "gcc", new EngineFlags(List.of())));

    @TempDir Path folder;

    @Test
    void theOneThatIsNamedBeatsTheOneOnThePath() throws Exception {
        Path onPath = Files.writeString(folder.resolve("llama-server"), "");
        Path named = folder.resolve("other/llama-server");

        Engine found =
                UsualEngine.find(
                        WORKS,
                        Map.of("PATH", folder.toString(), "RECUA_ENGINE", named.toString()),
                        "",
                        LINUX);
        assertThat(found.binary()).isEqualTo(named);
        assertThat(found.origin()).isEqualTo(EngineOrigin.ENVIRONMENT);

        found = UsualEngine.find(WORKS, Map.of("PATH", folder.toString()), "", LINUX);
        assertThat(found.binary()).isEqualTo(onPath);
    }

    @Test
    void thePathOfWindowsIsReadToo() throws Exception {
        Path onPath = Files.writeString(folder.resolve("llama-server.exe"), "");

        Engine found =
                UsualEngine.find(
                        WORKS,
                        Map.of("Path", folder.toString()),
                        "",
                        new Platform("Windows 11", "amd64"));

        assertThat(found.binary()).isEqualTo(onPath);
    }

    @Test
    void withoutAnyEveryPlaceIsNamed() {
        Platform strange = new Platform("Plan 9", "mips");
        assertThatThrownBy(
                        () ->
                                UsualEngine.find(
                                        binary -> {
                                            throw new AssertionError("nothing to probe");
                                        },
                                        Map.of(
                                                "PATH",
                                                folder.toString(),
                                                "RECUA_HOME",
                                                folder.toString()),
                                        "",
                                        strange))
                .isInstanceOf(ServerException.IoError.class)
                .hasMessageContaining("No llama-server was found")
                .hasMessageContaining(folder.resolve("engines").toString());
    }

    @Test
    void installedOnesLieWhereTheGatewayPutsThem() {
        assertThat(UsualEngine.engines(Map.of("RECUA_HOME", "/r", "HOME", "/h"), "/u"))
                .isEqualTo(Path.of("/r/engines"));
        assertThat(UsualEngine.engines(Map.of("XDG_DATA_HOME", "/x", "HOME", "/h"), "/u"))
                .isEqualTo(Path.of("/x/recua/engines"));
        assertThat(UsualEngine.engines(Map.of("HOME", "/h"), "/u"))
                .isEqualTo(Path.of("/h/.local/share/recua/engines"));
        assertThat(UsualEngine.engines(Map.of(), "/u"))
                .isEqualTo(Path.of("/u/.local/share/recua/engines"));
    }
}
