package dev.recua.gateway.it;

import dev.recua.gateway.it.chaos.ChaosPage;
import dev.recua.gateway.it.chaos.ChaosPlan;
import dev.recua.gateway.it.chaos.ChaosPlan.Engine;
import dev.recua.gateway.it.chaos.ChaosResult;
import dev.recua.gateway.it.chaos.ChaosRun;
import dev.recua.gateway.it.chaos.Patient;
import dev.recua.gateway.it.stress.Machine;
import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// One fault after another while clients ask: every request is answered that can be, the service
/// takes no forbidden step, and nothing is left.
///
/// `-Drecua.chaos.seed=` repeats a run's plan; `mvn verify -Psoak -Dsoak=chaos` does the long ones
/// (500 faults each, or `-Drecua.chaos.faults=`) and leaves their pages in `target/chaos`.
/// `-Drecua.chaos.only=` has faults of one kind only.
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is left is read from /proc")
class ChaosIT {
    private static final int MANY = Integer.getInteger("recua.chaos.faults", 500);

    /// One kind of fault, such as `exit code`, to look into it.
    private static final String ONLY = System.getProperty("recua.chaos.only", "");

    /// Together a fiftieth of the long runs.
    private static final int FEW = 10;

    /// Enough sequences for every client and a request more; the times of the plan.
    private static final String CONFIG =
            """
            bundled: false
            idle-unload: never
            queue: {max-waiting: 128, max-wait: 2m}
            supervisor:
              start-timeout: 5s
              liveness: {every: 200ms, failures: 3, stall: 1s, probe-timeout: 300ms}
              restart: {max: 5, first: 20ms, cap: 600ms, jitter: 0, healthy-after: 1s}
              stop-grace: 500ms
            models:
              alpha: {context: 4096, parallel: 8, args: [--threads, '1']}
            """;

    @TempDir private Path folder;

    @Test
    @Timeout(300)
    void aFewFaultsOfTheFakeEngineLoseNothingAndLeaveNothing() throws Exception {
        judge(run(Engine.FAKE, FEW), FEW);
    }

    @Test
    @NeedsRealEngine
    @Timeout(300)
    void aFewFaultsOfTheRealEngineLoseNothingAndLeaveNothing() throws Exception {
        judge(run(Engine.REAL, FEW), FEW);
    }

    @Test
    @Tag("soak")
    @Tag("soak-chaos")
    @Timeout(1800)
    void fiveHundredFaultsOfTheFakeEngineLoseNothingAndLeaveNothing() throws Exception {
        judge(written(run(Engine.FAKE, MANY)), MANY);
    }

    @Test
    @NeedsRealEngine
    @Tag("soak")
    @Tag("soak-chaos")
    @Timeout(1800)
    void fiveHundredFaultsOfTheRealEngineLoseNothingAndLeaveNothing() throws Exception {
        judge(written(run(Engine.REAL, MANY)), MANY);
    }

    private ChaosResult run(Engine engine, int faults) throws Exception {
        long seed = Long.getLong("recua.chaos.seed", System.nanoTime());
        System.out.printf("chaos: %d faults of the %s engine, seed %d%n", faults, engine, seed);
        Optional<FakeLlamaServer> fake =
                engine == Engine.FAKE ? Optional.of(fake()) : Optional.empty();
        Path binary = fake.map(FakeLlamaServer::binary).orElseGet(RealEngine::path);
        Path gate = folder.resolve("gate");
        PackagedRecua recua =
                PackagedRecua.in(folder).engine(ChaosRun.gateBefore(binary, gate)).config(CONFIG);
        Path models = Files.createDirectories(recua.recuaHome().resolve("models"));
        Files.copy(Distribution.bundledModel(), models.resolve("alpha.gguf"));
        try (RunningGateway gateway = recua.serve()) {
            var patient =
                    new Patient(
                            gateway.url(),
                            ProcessHandle.of(gateway.pid()).orElseThrow(),
                            recua.recuaHome(),
                            Distribution.javaHome(),
                            "alpha");
            return ChaosRun.of(patient, gate, fake, ChaosPlan.of(seed, engine, faults, ONLY));
        }
    }

    /// Answers of some tokens that take a moment, so that a fault finds some on their way.
    private FakeLlamaServer fake() throws IOException {
        return FakeLlamaServer.install(
                folder.resolve("fake"),
                Map.of("tokens", 5, "tokensPerSecond", 100, "pingEvery", 100));
    }

    private static ChaosResult written(ChaosResult result) throws Exception {
        Map<String, String> machine = Machine.facts(Distribution.repository(), RealEngine.path());
        var page = new ChaosPage(machine, result);
        page.write(
                Distribution.kept()
                        .resolveSibling("chaos")
                        .resolve(
                                "%s-chaos-%s-%s"
                                        .formatted(
                                                LocalDate.now(ZoneOffset.UTC),
                                                result.plan()
                                                        .engine()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT),
                                                machine.get("commit"))));
        System.out.println(page.markdown());
        return result;
    }

    private static void judge(ChaosResult result, int faults) {
        System.out.printf("chaos: %.0f s, requests %s%n", result.seconds(), result.fates());
        long seed = result.plan().seed();
        var softly = new SoftAssertions();
        softly.assertThat(result.faults()).as("faults").isEqualTo(faults);
        softly.assertThat(result.losses()).as("lost, seed %d", seed).isEmpty();
        softly.assertThat(result.lost()).as("lost, seed %d", seed).isZero();
        softly.assertThat(result.broken()).as("broken rules, seed %d", seed).isEmpty();
        softly.assertThat(result.fates("answered")).as("answered").isGreaterThan(faults);
        softly.assertThat(result.after().processes()).as("processes left").isEmpty();
        softly.assertThat(result.after().isLike(result.before()))
                .as("at rest before %s and after %s", result.before(), result.after())
                .isTrue();
        softly.assertAll();
    }
}
