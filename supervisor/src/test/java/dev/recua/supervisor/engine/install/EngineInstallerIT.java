package dev.recua.supervisor.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult.Works;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.supervisor.engine.io.Command;
import dev.recua.supervisor.engine.io.CommandResult;
import dev.recua.testkit.RealEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installs a real llama-server through the distribution's package. Required when `CI=true` or
/// `RECUA_TEST_REAL=required`; else skipped, with the reason, on machines where that cannot work.
@Tag("real")
class EngineInstallerIT {
    @TempDir Path folder;

    @Test
    void debiansPackageBecomesAnEngineThatRunsAlsoAfterItsFolderMoved() throws Exception {
        assumeFalse(RealEngine.isOff(), "RECUA_TEST_REAL is off");
        Target target = Platform.current().target();
        var store = new EngineStore(folder.resolve("engines"));
        var source = new DebianPackage(EngineSearch.foldersOf(System.getenv("PATH")));
        var installer =
                new EngineInstaller(store, new EngineProbe(), List.of(source), Clock.systemUTC());
        List<InstallProgress> told = new ArrayList<>();

        InstallResult result = installer.install(InstallRequest.newest(target), told::add);

        if (result instanceof NotInstalled not) unavailable(not.message());
        InstalledEngine engine = ((Installed) result).engine();
        var facts = ((Works) new EngineProbe().probe(engine.binary())).facts();
        assertThat(facts.build()).isEqualTo(engine.build());
        assertThat(facts.flags().flags()).hasSizeGreaterThan(100);
        assertThat(engine.build()).isPositive();
        assertThat(engine.source()).startsWith("Debian ");
        assertThat(engine.sha256()).matches("[0-9a-f]{64}").isEqualTo(Sha256.of(engine.program()));
        assertThat(store.list()).containsExactly(engine);
        assertThat(told)
                .extracting(InstallProgress::phase)
                .contains(InstallProgress.Phase.DOWNLOADING);
        try (var entries = Files.list(store.root())) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder(engine.id().version(), ".install.lock");
        }

        Path moved = Files.move(folder.resolve("engines"), folder.resolve("moved"));
        InstalledEngine there = new EngineStore(moved).list().getFirst();
        CommandResult devices =
                Command.of(
                                List.of(there.binary().toString(), "--list-devices"),
                                Duration.ofSeconds(30))
                        .run();
        assertThat(devices.exit()).hasValue(0);

        InstallRequest same =
                InstallRequest.newest(target).withVersion("b" + there.build()).withOffline(true);
        var again =
                new EngineInstaller(
                        new EngineStore(moved), new EngineProbe(), List.of(), Clock.systemUTC());
        assertThat(again.install(same, told::add)).isEqualTo(new Installed(there, true));
    }

    private static void unavailable(String why) {
        if (RealEngine.isRequired()) fail(why);
        abort("no engine from the distribution here: " + why);
    }
}
