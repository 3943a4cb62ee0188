package dev.recua.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that need a real llama-server, against the packaged gateway.
@Tag("real")
class ExamplesWithEngineIT {
    @TempDir static Path folder;

    private static Path engine;
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        engine = TestEngine.binary();
        gateway = PackagedGateway.start(Files.createDirectory(folder.resolve("home")), engine);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) gateway.close();
    }

    @Test
    void askAModelPrintsTheAnswer() {
        var it = example("AskAModel");

        assertThat(it.err()).isEmpty();
        assertThat(it.out()).isEqualTo("Tuesday.\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void askAModelNamesTheNearestModelsForAWrongName() {
        var it = example("AskAModel", "Hello!", "recua-tini");

        assertThat(it.exitCode()).isEqualTo(1);
        assertThat(it.err()).contains("recua-tini", "recua-tiny").doesNotContain("\tat ");
    }

    @Test
    void streamAnAnswerPrintsTheAnswerAndHowItWent() {
        var it = example("StreamAnAnswer", "What is the capital of France?");

        assertThat(it.err()).isEmpty();
        assertThat(it.out()).matches("(?s).*Paris.*\nended: stop\n\\d+ tokens, \\d+ tokens/s\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void listModelsPrintsTheBundledModel() {
        var it = example("ListModels");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .matches(
                        "(?s)recua:3m-instruct  (unloaded|loading|loaded)  also called .*recua-tiny.*\n");
    }

    @Test
    void loadAskUnloadTellsWhatBecameOfTheModel() {
        var it = example("LoadAskUnload");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .isEqualTo("recua:3m-instruct is ready\nTuesday.\nrecua:3m-instruct is initial\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void loadAskUnloadNamesTheNearestModelsForAWrongName() {
        var it = example("LoadAskUnload", "recua-tini");

        assertThat(it.exitCode()).isEqualTo(1);
        assertThat(it.out()).isEmpty();
        assertThat(it.err()).contains("recua-tini", "recua-tiny").doesNotContain("\tat ");
    }

    @Test
    void findOrInstallAnEngineFindsTheOneOnThePath() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("llama-server"), engine.toAbsolutePath());
        String path = bin + ":" + System.getenv("PATH");

        var it =
                Program.example(
                        Map.of("PATH", path),
                        "FindOrInstallAnEngine",
                        folder.resolve("engines").toString());

        assertThat(it.out()).isEqualTo(link + "\n");
        assertThat(it.err()).matches("llama-server \\S+ \\(build \\d+\\), from PATH\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void runAnEngineAsksItOnceAndLeavesNothingBehind() {
        var it = Program.example(Map.of(), "RunAnEngine", engine.toString());

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .matches(
                        "llama-server \\S+ is ready after \\d+ ms, pid \\d+, port \\d+\nTuesday.\nit ended with exit code 0\n");
        long pid = Long.parseLong(it.out().replaceAll("(?s).*pid (\\d+),.*", "$1"));
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void basicServerAsksItsOwnEngineAndLeavesNothingBehind() {
        var it = Program.example(Map.of(), "BasicServer", engine.toString());

        assertThat(it.err()).isEmpty();
        assertThat(it.out()).matches("Tuesday\\.\n\\d+ tokens were the question\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void theServiceComesBackAfterItsEngineWasKilledAndTellsEachChange() {
        var it = Program.example(Map.of(), "ServiceWithCallbacks", engine.toString());

        assertThat(it.err()).matches("\\S+ WARN .*crashed: .*SIGKILL.*\n");
        assertThat(it.out())
                .matches(
                        "starting\nready\nTuesday\\.\n"
                                + "crashed: .*SIGKILL.*\nstarting: .*\nready\nTuesday\\.\n"
                                + "stopping\ninitial\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void statusMonitorPrintsTheStatusThatItFinds() {
        var it = example("StatusMonitor", "1");

        assertThat(it.err()).isEmpty();
        assertThat(it.out()).matches("ready.*\n");
        assertThat(it.exitCode()).isZero();
    }

    private static Program example(String name, String... args) {
        return Program.example(Map.of("RECUA_URL", gateway.address().toString()), name, args);
    }
}
