package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.supervisor.child.StartOutcome.StartFailed;
import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildIT {

    private static final Duration GRACE = Duration.ofSeconds(2);

    /// How long a child that was told to end, or ends by itself, may take.
    private static final Duration LEAVING = Duration.ofSeconds(5);

    /// What the pom sets for these tests and a child must not see.
    private static final String[] NOT_INHERITED = {
        "LLAMA_ARG_THREADS", "RECUA_API_KEY", "HF_TOKEN"
    };

    @TempDir Path folder;

    private final List<Child> launched = new ArrayList<>();
    private FakeLlamaServer fake;

    @BeforeEach
    void install() throws IOException {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (Child child : launched) {
            assertThat(child.exited()).as("end of the child").succeedsWithin(LEAVING);
        }
        List<ProcessHandle> left = alive(fake);
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).as("left behind by the test").isEmpty();
    }

    /// An error of ours, such as one of a caller's function, must not leave anybody waiting.
    @Test
    void anErrorOnItsOwnThreadEndsItAndAnswersWhoeverWaits() throws Exception {
        ChildSpec spec =
                new ChildSpec(
                        "alpha",
                        fake.binary(),
                        port -> {
                            throw new AssertionError("an error of the caller");
                        },
                        Map.of(),
                        Optional.empty(),
                        ChildLimits.DEFAULT,
                        folder.resolve("config"),
                        folder.resolve("run"));

        Child child = Child.launch(spec);

        assertThat(outcome(child))
                .isInstanceOfSatisfying(
                        StartFailed.class,
                        failed ->
                                assertThat(failed.failure().message())
                                        .contains("an error of the caller"));
        assertThat(child.exited()).succeedsWithin(LEAVING);
    }

    @Test
    void aChildBecomesReadyWithOurKeyAndEndsWithZeroWhenIdle() throws Exception {
        fake.set("*", "readyAfter", 300);
        Child child = launch(ChildLimits.DEFAULT);

        Ready ready = (Ready) outcome(child);

        assertThat(ready.pid()).isEqualTo(child.pid().orElseThrow());
        assertThat(ready.port()).isEqualTo(child.port());
        assertThat(ready.took()).isGreaterThan(Duration.ofMillis(300));
        assertThat(child.apiKey()).hasSizeGreaterThanOrEqualTo(64);
        assertThat(child.rss().orElseThrow()).isGreaterThan(1024 * 1024);
        assertThat(folder.resolve("run/children/" + ready.pid() + ".json")).exists();
        assertThat(environment(ready.pid())).contains("LLAMA_API_KEY=" + child.apiKey());

        Exit exit = child.stop(GRACE).get(10, TimeUnit.SECONDS);

        assertThat(exit.code()).isZero();
        assertThat(exit.isCrash()).isFalse();
        assertThat(folder.resolve("run/children/" + ready.pid() + ".json")).doesNotExist();
        assertThat(folder.resolve("logs/alpha.log"))
                .content()
                .contains("listening on")
                .doesNotContain(child.apiKey());
    }

    @Test
    void ourOwnSecretsAndTheEnginesVariablesAreNotInherited() throws Exception {
        assertThat(System.getenv()).as("set by the pom").containsKeys(NOT_INHERITED);
        Child child = launch(ChildLimits.DEFAULT);
        Ready ready = (Ready) outcome(child);

        assertThat(environment(ready.pid()).split("\0"))
                .extracting(variable -> variable.substring(0, variable.indexOf('=')))
                .doesNotContain(NOT_INHERITED)
                .contains("PATH");
        child.stop(GRACE).get(10, TimeUnit.SECONDS);
    }

    @Test
    void anExitAtLoadEndsTheWaitAtOnceWithItsCause() throws Exception {
        fake.set("*", "exitAtStart", 1);
        fake.set(
                "*",
                "stderr",
                "E gguf_init_from_reader: invalid magic characters: 'XGUF', expected 'GGUF'");

        StartFailure failure = failure(launch(ChildLimits.DEFAULT));

        assertThat(failure.cause()).isEqualTo(Cause.BAD_MAGIC);
        assertThat(failure.lasting()).isTrue();
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.log()).anyMatch(line -> line.contains("XGUF"));
        assertThat(fake.events("start")).hasSize(1);
    }

    @Test
    void aPortThatWasTakenMeanwhileIsReplacedUnseen() throws Exception {
        fake.set("*", "bind", "refuse");
        fake.set("*", "firstStarts", 2);

        Child child = launch(ChildLimits.DEFAULT);

        assertThat(outcome(child)).isInstanceOf(Ready.class);
        assertThat(fake.events("start")).hasSize(3);
        child.stop(GRACE).get(10, TimeUnit.SECONDS);
        assertThat(folder.resolve("run/children")).isEmptyDirectory();
    }

    @Test
    void aPortThatIsAlwaysTakenFailsAfterThreeStarts() throws Exception {
        fake.set("*", "bind", "refuse");

        assertThat(failure(launch(ChildLimits.DEFAULT)).cause()).isEqualTo(Cause.PORT_IN_USE);
        assertThat(fake.events("start")).hasSize(3);
    }

    @Test
    void aHangAtLoadAndA503ForEverEndAtTheLimit() throws Exception {
        for (Map.Entry<String, String> knob :
                Map.of("bind", "never", "readyAfter", "never").entrySet()) {
            fake.set("*", knob.getKey(), knob.getValue());
            Child child =
                    launch(
                            ChildLimits.DEFAULT
                                    .withStart(Duration.ofMillis(1500))
                                    .withStopGrace(GRACE));

            StartFailure failure = failure(child);

            assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
            assertThat(failure.message()).contains("did not become ready in 1.5s");
            assertThat(child.exited().get(10, TimeUnit.SECONDS).asked()).isTrue();
            fake.clear("*", knob.getKey());
        }
    }

    @Test
    void aMissingAndAnUnexecutableBinaryFailWithoutAProcess() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "x");

        assertThat(failure(launch(folder.resolve("none"), ChildLimits.DEFAULT)).cause())
                .isEqualTo(Cause.BINARY_NOT_FOUND);
        assertThat(failure(launch(plain, ChildLimits.DEFAULT)).cause())
                .isEqualTo(Cause.NOT_EXECUTABLE);
    }

    @Test
    void aChildThatIgnoresSigtermIsKilledAtTheEndOfTheGraceWithItsGrandchild() throws Exception {
        fake.set("*", "ignoreTerm", true);
        fake.set("*", "grandchild", true);
        Child child = launch(ChildLimits.DEFAULT);
        outcome(child);
        long grandchild = Long.parseLong(fake.events("grandchild").getFirst().detail("child"));

        long from = System.nanoTime();
        Exit exit = child.stop(Duration.ofSeconds(1)).get(10, TimeUnit.SECONDS);

        assertThat(exit.code()).isEqualTo(137);
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isBetween(Duration.ofMillis(950), Duration.ofSeconds(4));
        await().until(() -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aGrandchildDoesNotOutliveAChildThatCrashes() throws Exception {
        fake.set("*", "grandchild", true);
        Child child = launch(ChildLimits.DEFAULT);
        Ready ready = (Ready) outcome(child);
        long grandchild = Long.parseLong(fake.events("grandchild").getFirst().detail("child"));

        ProcessHandle.of(ready.pid()).orElseThrow().destroyForcibly();

        Exit exit = child.exited().get(10, TimeUnit.SECONDS);
        assertThat(exit.isCrash()).isTrue();
        assertThat(exit.signal()).hasValue("SIGKILL");
        await().until(() -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aFloodOfLogsNeitherBlocksTheChildNorFillsTheMemory() throws Exception {
        fake.set("*", "flood", 20_000_000);
        fake.set("*", "floodLine", 100_000);
        Child child = launch(ChildLimits.DEFAULT);

        assertThat(outcome(child)).isInstanceOf(Ready.class);
        await().until(() -> child.lastLines(200).size() == 200);

        assertThat(child.lastLines(200))
                .allMatch(line -> line.length() < ChildLog.LINE_BYTES + 100);
        assertThat(child.stop(GRACE).get(10, TimeUnit.SECONDS).code()).isZero();
    }

    @Test
    void whatAChildSaysAfterSigtermIsHeard() throws Exception {
        Path talker = folder.resolve("talker");
        Files.writeString(
                talker,
                """
                #!/bin/sh
                trap 'echo "E out of breath" >&2; echo "last words"; exit 0' TERM
                echo "I am up"
                while :; do sleep 0.05; done
                """);
        assertThat(talker.toFile().setExecutable(true)).isTrue();
        Child child = launch(talker, ChildLimits.DEFAULT);
        await().until(() -> child.lastLines(1).contains("I am up"));

        Exit exit = child.stop(GRACE).get(10, TimeUnit.SECONDS);

        assertThat(exit.lastLines())
                .containsExactlyInAnyOrder("I am up", "E out of breath", "last words");
        assertThat(exit.code()).isZero();
    }

    @Test
    void aStopDuringTheStartAnswersTheWaiters() throws Exception {
        fake.set("*", "readyAfter", "never");
        Child child = launch(ChildLimits.DEFAULT);
        await().until(() -> !fake.events("start").isEmpty());

        Exit exit = child.stop(GRACE).get(10, TimeUnit.SECONDS);

        assertThat(failure(child).cause()).isEqualTo(Cause.STOPPED);
        assertThat(exit.asked()).isTrue();
    }

    @Test
    void secretsInArgumentsAreNotShown() throws Exception {
        Child child = launch(ChildLimits.DEFAULT);
        outcome(child);

        assertThat(child.args())
                .containsSubsequence("--hf-token", "***")
                .doesNotContain("hf_abcdefghijkl");
        child.stop(GRACE).get(10, TimeUnit.SECONDS);
    }

    private Child launch(ChildLimits limits) {
        return launch(fake.binary(), limits);
    }

    private Child launch(Path binary, ChildLimits limits) {
        ChildSpec spec =
                new ChildSpec(
                        "alpha",
                        binary,
                        port ->
                                List.of(
                                        "--host",
                                        "127.0.0.1",
                                        "--port",
                                        Integer.toString(port),
                                        "--alias",
                                        "alpha",
                                        "--hf-token",
                                        "hf_abcdefghijkl"),
                        Map.of(),
                        Optional.of(folder.resolve("logs/alpha.log")),
                        limits,
                        folder.resolve("config"),
                        folder.resolve("run"));
        Child child = Child.launch(spec);
        launched.add(child);
        return child;
    }

    private static StartOutcome outcome(Child child) throws Exception {
        return child.started().get(30, TimeUnit.SECONDS);
    }

    private static StartFailure failure(Child child) throws Exception {
        StartOutcome outcome = outcome(child);
        assertThat(outcome).isInstanceOf(StartFailed.class);
        return ((StartFailed) outcome).failure();
    }

    /// The processes of this fake, and those they started, that live.
    private static List<ProcessHandle> alive(FakeLlamaServer fake) {
        return fake.events().stream()
                .map(
                        event ->
                                event.kind().equals("grandchild")
                                        ? Long.parseLong(event.detail("child"))
                                        : event.pid())
                .distinct()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static String environment(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/environ"));
    }
}
