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
    void chooseAModelListsThemAndAsksTheChosenOne() {
        var it = example("ChooseAModel", "1", "What is the capital of France?");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .matches(
                        " 1  recua:3m-instruct  (unloaded|loading|loaded)  also called .*recua-tiny.*\n"
                                + "recua:3m-instruct: .*Paris.*\n");
    }

    @Test
    void statusDisplayPrintsTheSevenFields() {
        var it = example("StatusDisplay");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .matches(
                        "status:    ready\nmodels:    1\nlastError: none\nretries:   0\n"
                                + "uptime:    \\d+ s\nstartedAt: \\d{4}-\\S+\nisLoading: false\n");
    }

    @Test
    void liveStatsPrintsTheUptimeAndTheSizeOfAllModels() {
        var it = example("LiveStats", "1");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .matches("ready  up 0h \\d+m \\d+s  models: 1, 3\\.3 MB in all  retries: 0\n");
    }

    @Test
    void dashboardDrawsTheModelsAndTheRequests() {
        assertThat(example("AskAModel").exitCode()).isZero();

        var it = example("Dashboard", "1");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .startsWith("Recua at " + gateway.address() + "\nready  up ")
                .containsPattern("MODELS\n  recua:3m-instruct +ready +Q8_0 +3,281,984 bytes")
                .containsPattern("REQUESTS\n  recua:3m-instruct +done +/v1/chat/completions");
    }

    @Test
    void recoverFromErrorsTellsWhatWasMendedAndWhatToDoAboutTheRest() {
        var it = example("RecoverFromErrors");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .containsPattern("(?s)not there\nfailed: +MODEL_NOT_FOUND\n.*no-such-model")
                .containsPattern(
                        "(?s)more than fits\nanswer: .*CONTEXT_OVERFLOW\n.*left out \\d+ of 202 messages")
                .containsPattern("(?s)not there\nfailed: +CONNECTION_ERROR\n.*start the server\n$");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void fallBackAsksTheGatewayAndNobodyElse() {
        var it = example("FallBack");

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .startsWith("asked in this order: [LLAMA_CPP, RECUA]\nnever asked: OpenRouter: ")
                .endsWith("\nRecua: Tuesday.\n");
        assertThat(it.exitCode()).isZero();
    }

    @Test
    void searchByMeaningPutsTheNearestTextFirst() {
        var it = Program.example(Map.of(), "SearchByMeaning", engine.toString());

        assertThat(it.err()).isEmpty();
        assertThat(it.out()).matches("(?s)0\\.\\d{3}  Tuesday comes after Monday\\.\n(.*\n){3}");
        assertThat(it.exitCode()).isZero();
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
