package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstalling;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCommandsTest {
    private static final EngineInfo CPU = PlayedEngines.CPU;
    private static final EngineInfo FOREIGN =
            new EngineInfo(
                    "path",
                    "b9000",
                    "x86_64-unknown-linux-gnu",
                    "unknown",
                    "/bin/llama-server",
                    true);

    @TempDir Path run;
    private InMemory recua;
    private final PlayedEngines engines = new PlayedEngines();

    @BeforeEach
    void open() {
        recua = new InMemory(run);
        recua.engines = engines;
    }

    @Test
    void enginesAreATableThatSaysWhichOneIsUsed() {
        engines.infos = new EngineInfos(List.of(inactive(), FOREIGN));

        Result result = recua.run("engine", "ls");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualToNormalizingNewlines(
                        """
                        ID                                  VERSION  VARIANT  USED  PATH
                        0.7.0/x86_64-unknown-linux-gnu/cpu  0.7.0    cpu      -     /engines/0.7.0/llama-server
                        path                                b9000    unknown  yes   /bin/llama-server
                        """);
    }

    private static EngineInfo inactive() {
        return new EngineInfo(
                CPU.id(), CPU.version(), CPU.target(), CPU.variant(), CPU.path(), false);
    }

    @Test
    void asJsonItIsTheGatewaysList() {
        Result result = recua.run("engine", "ls", "--json");

        assertThat(WireJson.mapper().readValue(result.out(), EngineInfos.class))
                .isEqualTo(engines.infos);
    }

    @Test
    void withoutAnEngineTheListSaysWhyAndWhatToDo() {
        engines.infos = new EngineInfos(List.of(), List.of(), "No llama-server was found.");

        Result result = recua.run("engine", "ls");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("No llama-server was found.", "recua engine install");
    }

    @Test
    void installSaysWhatIsThereNow() {
        Result result = recua.run("engine", "install");

        assertThat(result.code()).isZero();
        assertThat(engines.orders).containsExactly("install null null");
        assertThat(result.out().strip())
                .isEqualTo("Installed: " + CPU.id() + "  /engines/0.7.0/llama-server");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void versionAndVariantAreHandedOnAndJsonIsTheEngine() {
        Result result = recua.run("engine", "install", "0.7.0", "--variant", "vulkan", "--json");

        assertThat(engines.orders).containsExactly("install 0.7.0 vulkan");
        assertThat(WireJson.mapper().readValue(result.out(), EngineInfo.class)).isEqualTo(CPU);
    }

    @Test
    void inAPipeProgressIsALineForEachPhaseAndEachTenthOfADownload() {
        engines.steps.add(step("resolving", "Debian forky", 0, null));
        for (int i = 0; i <= 40; i++) engines.steps.add(step("downloading", "x.tar.gz", i, 40L));
        engines.steps.add(step("done", CPU.id(), 0, null));

        List<String> lines = recua.run("engine", "install").err().lines().toList();

        assertThat(lines).hasSize(1 + 11 + 1);
        assertThat(lines.getFirst()).isEqualTo("resolving Debian forky");
        assertThat(lines).contains("downloading x.tar.gz,  50 %, 20 B of 40 B");
    }

    @Test
    void onATerminalProgressIsABarThatIsErasedAtTheEnd() {
        recua.errIsTerminal = true;
        engines.steps.add(step("downloading", "x.tar.gz", 3 << 20, 12L << 20));

        Result result = recua.run("engine", "install");

        assertThat(result.err())
                .isEqualTo(
                        "\r\u001b[Kdownloading x.tar.gz [#####               ]  25 %, 3.0 MiB of 12.0 MiB"
                                + "\r\u001b[K");
    }

    private static EngineInstalling step(
            String phase, String what, long bytes, @Nullable Long total) {
        return new EngineInstalling(null, "cpu", phase, what, bytes, total);
    }

    @Test
    void useSaysWhatModelsStartWith() {
        Result result = recua.run("engine", "use", "0.7.0");

        assertThat(engines.orders).containsExactly("use 0.7.0");
        assertThat(result.out().strip())
                .isEqualTo("Models start with " + CPU.id() + " from now on.");
    }

    @Test
    void aChoiceWithoutEffectIsNoFailureAndSaysWhy() {
        engines.answer = inactive().withNote("The choice is kept and has no effect.");

        Result result = recua.run("engine", "use", "0.7.0");

        assertThat(result.code()).isZero();
        assertThat(result.out().strip()).isEqualTo("Chosen: " + CPU.id());
        assertThat(result.err().strip()).isEqualTo("The choice is kept and has no effect.");
    }

    @Test
    void rmSaysWhatIsGoneAndAsJsonWhatIsLeft() {
        assertThat(recua.run("engine", "rm", "0.7.0").out().strip()).isEqualTo("Removed: 0.7.0");

        var again = new InMemory(run);
        again.engines = engines;
        Result result = again.run("engine", "rm", "0.7.0", "--json");
        assertThat(WireJson.mapper().readValue(result.out(), EngineInfos.class))
                .isEqualTo(engines.infos);
    }

    @Test
    void theExitCodeSaysWhyAnOrderWasRefused() {
        engines.refusing(404, "not_found", "There is no installed engine 'x'.", "Installed: y.");
        Result result = recua.run("engine", "use", "x");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("There is no installed engine 'x'.", "Installed: y.");

        assertThat(codeOf(400, "invalid_request")).isEqualTo(2);
        assertThat(codeOf(409, "in_use")).isEqualTo(1);
        assertThat(codeOf(503, "engine_missing")).isEqualTo(6);
    }

    private int codeOf(int status, String code) {
        var other = new InMemory(run);
        other.engines = new PlayedEngines().refusing(status, code, "no", null);
        return other.run("engine", "rm", "x").code();
    }

    @Test
    void aNameIsNeeded() {
        Result result = recua.run("engine", "use");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("ID", "recua engine use --help");
        assertThat(engines.orders).isEmpty();
    }

    @Test
    void theGatewayOfThisHomeCarriesItOut() throws Exception {
        try (var gateway = new FakeGateway()) {
            gateway.engines = "{\"engines\":[]}";
            Files.writeString(
                    run.resolve("gateway.json"), "{\"url\":\"%s\"}".formatted(gateway.url()));

            assertThat(recua.run("engine", "ls").code()).isZero();
            assertThat(engines.orders).isEmpty();
        }
    }

    @Test
    void aRunFileThatADeadGatewayLeftDoesNotStopUs() throws Exception {
        var gone = new FakeGateway();
        gone.close();
        Files.writeString(run.resolve("gateway.json"), "{\"url\":\"%s\"}".formatted(gone.url()));

        assertThat(recua.run("engine", "ls").code()).isZero();
        assertThat(engines.orders).containsExactly("list");
    }

    @Test
    void aGatewayThatTheUserNamedMustAnswer() {
        var gone = new FakeGateway();
        gone.close();

        Result result = recua.against(gone).run("engine", "ls");

        assertThat(result.code()).isEqualTo(3);
        assertThat(engines.orders).isEmpty();
    }
}
