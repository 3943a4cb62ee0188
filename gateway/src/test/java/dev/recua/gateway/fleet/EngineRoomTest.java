package dev.recua.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.admin.EngineInstalling;
import dev.recua.gateway.fleet.EngineOutcome.Done;
import dev.recua.gateway.fleet.EngineOutcome.Refused;
import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineOrigin;
import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.InstallResult.Why;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRoomTest {
    private static final EngineInstall NEWEST = new EngineInstall(null, null);
    private static final String TARGET = EngineFolders.LINUX.id();

    @TempDir Path folder;
    private EngineFolders folders;

    @BeforeEach
    void open() {
        folders = new EngineFolders(folder);
    }

    private static EngineInfo info(InstalledEngine engine, boolean active) {
        return new EngineInfo(
                engine.id().toString(),
                engine.id().version(),
                TARGET,
                engine.id().variant().id(),
                engine.binary().toString(),
                active);
    }

    private static EngineInfo done(EngineOutcome outcome) {
        return ((Done) outcome).engine();
    }

    private static EngineRefusal refused(EngineOutcome outcome) {
        return ((Refused) outcome).why();
    }

    @Test
    void theNewestInstalledIsUsedAndListedFirst() throws Exception {
        InstalledEngine old = folders.installed("0.2.0", 200, Variant.CPU);
        InstalledEngine vulkan = folders.installed("0.7.0", 700, Variant.VULKAN);
        InstalledEngine cpu = folders.installed("0.7.0", 700, Variant.CPU);

        assertThat(folders.room().list())
                .isEqualTo(
                        new EngineInfos(
                                List.of(info(cpu, true), info(vulkan, false), info(old, false))));
    }

    @Test
    void theEngineInUseIsListedAlsoWhenItIsNotOneOfOurs() throws Exception {
        InstalledEngine ours = folders.installed("0.7.0", 700, Variant.CPU);
        Path foreign = folders.binary("bin/llama-server", "0.1.0");
        folders.path = List.of(foreign.getParent());

        assertThat(folders.room().list().engines())
                .containsExactly(
                        info(ours, false),
                        new EngineInfo(
                                "path", "0.1.0", TARGET, "unknown", foreign.toString(), true));

        folders.named = Optional.of(new EngineSearch.Named(EngineOrigin.ENVIRONMENT, foreign));
        assertThat(folders.room().list().engines().getLast().id()).isEqualTo("environment");
    }

    @Test
    void aNamedBinaryThatIsAnInstalledOneIsListedOnce() throws Exception {
        InstalledEngine ours = folders.installed("0.7.0", 700, Variant.CPU);
        Path link = Files.createSymbolicLink(folder.resolve("mine"), ours.binary());
        folders.named = Optional.of(new EngineSearch.Named(EngineOrigin.OPTION, link));

        assertThat(folders.room().list().engines()).containsExactly(info(ours, true));
    }

    @Test
    void withoutAnyEngineTheListSaysWhyNoneIsUsed() throws Exception {
        EngineInfos infos = folders.room().list();

        assertThat(infos.engines()).isEmpty();
        assertThat(infos.problem()).contains("No llama-server was found");
    }

    @Test
    void aChosenEngineIsUsedAtOnceAndItsStampIsAnother() throws Exception {
        InstalledEngine newest = folders.installed("0.7.0", 700, Variant.CPU);
        InstalledEngine old = folders.installed("0.2.0", 200, Variant.CPU);
        Engines engines = folders.engines();
        EngineRoom room = folders.room(engines);
        room.list();
        String before = engines.stamp();
        assertThat(engines.current().map(Engine::binary)).contains(newest.binary());

        assertThat(done(room.use(old.id().toString()))).isEqualTo(info(old, true));

        assertThat(folders.choice.read()).contains(old.id());
        assertThat(engines.stamp()).isNotEqualTo(before).contains(old.binary().toString());
        assertThat(engines.current().map(Engine::binary)).contains(old.binary());

        assertThat(done(room.use("auto"))).isEqualTo(info(newest, true));
        assertThat(folders.choice.read()).isEmpty();
    }

    @Test
    void beforeAnySearchNoEngineIsCurrent() {
        folders.installed("0.7.0", 700, Variant.CPU);

        assertThat(folders.engines().current()).isEmpty();
    }

    @Test
    void aShortNameMeansTheOnlyOneThatAnswersToIt() throws Exception {
        InstalledEngine cpu = folders.installed("0.7.0", 700, Variant.CPU);
        InstalledEngine vulkan = folders.installed("0.7.0", 700, Variant.VULKAN);
        InstalledEngine old = folders.installed("0.2.0", 200, Variant.CPU);
        EngineRoom room = folders.room();

        assertThat(done(room.use("0.2.0"))).isEqualTo(info(old, true));
        assertThat(done(room.use("b200"))).isEqualTo(info(old, true));
        assertThat(done(room.use("0.7.0/vulkan"))).isEqualTo(info(vulkan, true));
        assertThat(refused(room.use("0.7.0")))
                .isEqualTo(
                        new EngineRefusal.Ambiguous(
                                "0.7.0", List.of(cpu.id().toString(), vulkan.id().toString())));
        assertThat(refused(room.use("0.7")))
                .isInstanceOfSatisfying(
                        EngineRefusal.NoSuchEngine.class,
                        none -> assertThat(none.installed()).hasSize(3));
    }

    @Test
    void aChoiceThatANamedEngineBeatsIsKeptAndSaysSo() throws Exception {
        InstalledEngine ours = folders.installed("0.7.0", 700, Variant.CPU);
        Path foreign = folders.binary("mine/llama-server", "0.1.0");
        folders.named = Optional.of(new EngineSearch.Named(EngineOrigin.OPTION, foreign));

        EngineInfo chosen = done(folders.room().use("0.7.0"));

        assertThat(chosen.active()).isFalse();
        assertThat(chosen.note()).contains("has no effect", "--engine", foreign.toString());
        assertThat(folders.choice.read()).contains(ours.id());
    }

    @Test
    void anEngineThatDoesNotRunHereIsNotChosen() throws Exception {
        folders.installed(new EngineId("0.7.0", TARGET, Variant.CPU), 700, "broken");
        folders.installed(
                new EngineId("0.8.0", "aarch64-apple-darwin", Variant.METAL), 800, "0.8.0 800");

        assertThat(refused(folders.room().use("0.7.0")))
                .isInstanceOfSatisfying(
                        EngineRefusal.DoesNotRun.class,
                        it -> assertThat(it.why()).contains("ended with exit code 1"));
        assertThat(refused(folders.room().use("0.8.0")))
                .isInstanceOfSatisfying(
                        EngineRefusal.DoesNotRun.class,
                        it -> assertThat(it.why()).contains("aarch64-apple-darwin"));
        assertThat(folders.choice.read()).isEmpty();
    }

    @Test
    void whatRecuaDidNotInstallIsNeitherChosenNorRemoved() throws Exception {
        Path foreign = folders.binary("bin/llama-server", "0.1.0");
        folders.path = List.of(foreign.getParent());
        var notOurs = new EngineRefusal.NotOurs("path", foreign.toString());

        assertThat(refused(folders.room().use("path"))).isEqualTo(notOurs);
        assertThat(refused(folders.room().remove("path"))).isEqualTo(notOurs);
        assertThat(foreign).exists();
    }

    @Test
    void anEngineIsRemovedWithTheChoiceOfIt() throws Exception {
        InstalledEngine ours = folders.installed("0.7.0", 700, Variant.CPU);
        EngineRoom room = folders.room();
        room.use("0.7.0");

        assertThat(done(room.remove("0.7.0"))).isEqualTo(info(ours, false));

        assertThat(ours.folder()).doesNotExist();
        assertThat(folders.choice.read()).isEmpty();
        assertThat(refused(room.remove("0.7.0"))).isInstanceOf(EngineRefusal.NoSuchEngine.class);
    }

    @Test
    void anEngineThatChildrenRunFromIsNotRemoved() throws Exception {
        InstalledEngine ours = folders.installed("0.7.0", 700, Variant.CPU);
        InstalledEngine other = folders.installed("0.2.0", 200, Variant.CPU);
        folders.runs(ours, "qwen3:8b");

        assertThat(refused(folders.room().remove("0.7.0")))
                .isEqualTo(new EngineRefusal.InUse(ours.id(), List.of("qwen3:8b")));
        assertThat(done(folders.room().remove("0.2.0")).id()).isEqualTo(other.id().toString());

        folders.children.clear();
        assertThat(folders.room().remove("0.7.0")).isInstanceOf(Done.class);
    }

    @Test
    void anInstalledEngineIsUsedWhereNothingComesBeforeIt() throws Exception {
        folders.published.countDown();
        Engines engines = folders.engines();
        List<EngineInstalling> told = new CopyOnWriteArrayList<>();

        EngineInfo info = done(folders.room(engines).install(NEWEST, told::add).get());

        assertThat(info)
                .returns("0.9.0/" + TARGET + "/cpu", EngineInfo::id)
                .returns(true, EngineInfo::active)
                .returns(null, EngineInfo::note);
        assertThat(engines.stamp()).contains("0.9.0");
        assertThat(told)
                .contains(new EngineInstalling(null, "cpu", "downloading", "engine.tar.gz", 1, 4L));
    }

    @Test
    void anInstalledEngineThatIsNotUsedSaysWhatIs() throws Exception {
        folders.published.countDown();
        folders.path = List.of(folders.binary("bin/llama-server", "0.1.0").getParent());

        EngineInfo info = done(folders.room().install(NEWEST, step -> {}).get());

        assertThat(info.active()).isFalse();
        assertThat(info.note()).contains("bin/llama-server", "PATH", "recua engine use");
    }

    @Test
    void whoAsksForWhatIsBeingInstalledJoinsAndTheListShowsIt() throws Exception {
        EngineRoom room = folders.room();
        var first = room.install(NEWEST, step -> {});
        var second = room.install(new EngineInstall("newest", "auto"), step -> {});
        var shown =
                List.of(new EngineInstalling(null, "cpu", "downloading", "engine.tar.gz", 1, 4L));
        await().until(() -> room.installing().equals(shown));
        assertThat(room.list().installing()).isEqualTo(shown);

        folders.published.countDown();

        assertThat(done(first.get())).isEqualTo(done(second.get()));
        assertThat(folders.fetched).hasValue(1);
        assertThat(room.installing()).isEmpty();
    }

    @Test
    void closingEndsAnInstallAndLeavesNothing() throws Exception {
        EngineRoom room = folders.room();
        var install = room.install(NEWEST, step -> {});
        await().until(() -> !room.installing().isEmpty());

        room.close();

        await().until(install::isDone);
        assertThat(install).isCompletedExceptionally();
        assertThat(folders.store.list()).isEmpty();
        assertThat(room.installing()).isEmpty();
    }

    @Test
    void whatCannotBeInstalledIsToldWithItsReason() throws Exception {
        EngineRoom room = folders.room();

        assertThat(refused(room.install(new EngineInstall("0.1.0", null), step -> {}).get()))
                .isInstanceOfSatisfying(
                        EngineRefusal.NotInstalled.class,
                        it -> {
                            assertThat(it.result().why()).isEqualTo(Why.NO_SUCH_VERSION);
                            assertThat(it.result().there()).containsExactly("0.9.0");
                        });
        assertThat(refused(room.install(new EngineInstall("../x", null), step -> {}).get()))
                .isEqualTo(new EngineRefusal.WrongVersion("../x"));
        assertThat(refused(room.install(new EngineInstall(null, "cuda"), step -> {}).get()))
                .isEqualTo(
                        new EngineRefusal.WrongVariant("cuda", TARGET, List.of("cpu", "vulkan")));

        folders.offline = true;
        assertThat(refused(folders.room().install(NEWEST, step -> {}).get()))
                .isInstanceOfSatisfying(
                        EngineRefusal.NotInstalled.class,
                        it -> assertThat(it.result().why()).isEqualTo(Why.OFFLINE));
    }
}
