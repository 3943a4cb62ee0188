package dev.recua.supervisor.engine.install;

import static dev.recua.supervisor.engine.install.FakeGitHub.asset;
import static dev.recua.supervisor.engine.install.FakeGitHub.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineProblem;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.EngineInstaller.Removal;
import dev.recua.supervisor.engine.install.InstallProgress.Phase;
import dev.recua.supervisor.engine.install.InstallResult.Attempt;
import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.supervisor.engine.install.InstallResult.Why;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EngineInstallerTest extends InstallScene {
    @Test
    void theLatestReleaseIsVerifiedUnpackedAndPutInPlace() throws Exception {
        publishB11669();

        var result = (Installed) install(InstallRequest.newest(LINUX));

        InstalledEngine engine = result.engine();
        Path home = store.root().resolve("b11669/x86_64-unknown-linux-gnu/cpu");
        Path binary = home.resolve("root/llama-b11669/llama-server");
        assertThat(result.alreadyThere()).isFalse();
        assertThat(engine)
                .isEqualTo(
                        new InstalledEngine(
                                new EngineId("b11669", LINUX.id(), Variant.CPU),
                                11669,
                                gitHub.site(Optional.empty()).file("b11669", FILE).toString(),
                                binary,
                                binary,
                                FakeGitHub.sha256("the server".getBytes(StandardCharsets.UTF_8)),
                                CLOCK.instant(),
                                home));
        assertThat(binary).isExecutable().hasContent("the server");
        assertThat(home.resolve(FILE)).doesNotExist();
        assertThat(told)
                .extracting(InstallProgress::phase)
                .containsSubsequence(
                        Phase.RESOLVING,
                        Phase.DOWNLOADING,
                        Phase.VERIFYING,
                        Phase.UNPACKING,
                        Phase.PROBING,
                        Phase.DONE);
        assertThat(told)
                .contains(new InstallProgress(Phase.DOWNLOADING, FILE, TAR.length, TAR.length));
    }

    @Test
    void whyNothingWasInstalledIsToldForPrograms() throws Exception {
        var request = InstallRequest.newest(LINUX);
        gitHub.api(FakeGitHub.status(500));

        assertThat(why(request)).isEqualTo(Why.FAILED);
        assertThat(why(request.withOffline(true))).isEqualTo(Why.OFFLINE);
        assertThat(why(InstallRequest.newest(new Platform("FreeBSD", "amd64").target())))
                .isEqualTo(Why.NO_PLATFORM);
    }

    private Why why(InstallRequest request) throws InterruptedException {
        return ((NotInstalled) install(request)).why();
    }

    @Test
    void anEngineIsRemovedButNotWhileSomebodyInstalls() throws Exception {
        publishB11669();
        var id = ((Installed) install(InstallRequest.newest(LINUX))).engine().id();
        EngineInstaller installer = installer();
        try (var channel =
                        FileChannel.open(
                                store.root().resolve(".install.lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(installer.remove(id)).isEqualTo(Removal.BUSY);
        }
        assertThat(store.list()).hasSize(1);

        assertThat(installer.remove(id)).isEqualTo(Removal.REMOVED);
        assertThat(installer.remove(id)).isEqualTo(Removal.NOT_THERE);
        assertNothingLeft();
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws Exception {
        publishB11669();
        Installed first = (Installed) install(InstallRequest.newest(LINUX));
        int asked = gitHub.requests.size();

        assertThat(install(InstallRequest.newest(LINUX).withVersion("b11669")))
                .isEqualTo(new Installed(first.engine(), true));
        assertThat(gitHub.requests).hasSize(asked);

        assertThat(install(InstallRequest.newest(LINUX)))
                .isEqualTo(new Installed(first.engine(), true));
        assertThat(gitHub.downloads()).isEqualTo(1);
    }

    @Test
    void aServerThatDoesNotRunHereIsNotInstalled() throws Exception {
        publishB11669();
        var broken =
                new EngineInstaller(
                        store,
                        binary ->
                                new ProbeResult.Fails(
                                        new EngineProblem(
                                                EngineProblem.Kind.LIBRARY_MISSING,
                                                binary,
                                                "misses a library (exit code 1)",
                                                OptionalInt.of(1),
                                                List.of("GLIBC_2.38 not found"))),
                        List.of(gitHub.releases()),
                        CLOCK);

        InstallResult result = broken.install(InstallRequest.newest(LINUX), told::add);

        assertThat(((NotInstalled) result).message())
                .contains("does not run here")
                .contains("GLIBC_2.38 not found");
        assertNothingLeft();
    }

    @Test
    void offlineAsksNobody() throws Exception {
        publishB11669();

        assertThat(refused(InstallRequest.newest(LINUX).withOffline(true)))
                .contains("RECUA_OFFLINE");
        assertThat(gitHub.requests).isEmpty();
    }

    @Test
    void anUnreachableSiteIsLeftForTheNextSource() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:1");
        var unreachable =
                new LlamaReleases(new ReleaseSite(nobody, nobody, "x/y", Optional.empty()));
        publishB11669();

        InstallResult result =
                installer(unreachable, gitHub.releases())
                        .install(InstallRequest.newest(LINUX), told::add);

        assertThat(result).isInstanceOf(Installed.class);
    }

    @Test
    void whenEverySourceFailsEachIsToldAndWhatToDo() throws Exception {
        var debian = new DebianPackage(List.of(folder));
        gitHub.api(FakeGitHub.status(500));

        InstallResult result =
                installer(gitHub.releases(), debian)
                        .install(InstallRequest.newest(LINUX), told::add);

        String api = gitHub.site(Optional.empty()).api().toString();
        assertThat(((NotInstalled) result).message())
                .isEqualTo(
                        """
                        No engine could be installed (the newest version for x86_64-unknown-linux-gnu, cpu). Tried:
                          llama.cpp's releases at 127.0.0.1: %s/repos/ggml-org/llama.cpp/releases/latest answered 500
                          Debian's package: this machine has no apt-get, apt-cache and dpkg-deb
                        Install llama.cpp yourself (brew install llama.cpp, apt install llama.cpp, winget install llama.cpp), or name a llama-server with --engine PATH."""
                                .formatted(api));
    }

    @Test
    void aFolderThatCannotBeWrittenIsTold() throws Exception {
        publishB11669();
        Files.writeString(folder.resolve("engines"), "a file where the folder should be");

        var result = (NotInstalled) install(InstallRequest.newest(LINUX));

        assertThat(result.attempts())
                .containsExactly(
                        new Attempt(
                                "folder " + store.root(),
                                "FileAlreadyExistsException: " + store.root()));
    }

    @Test
    void twoInstallsAtOnceDownloadOnce() throws Exception {
        publishB11669();
        var go = new CountDownLatch(1);
        gitHub.file(
                "b11669",
                FILE,
                exchange -> {
                    await().until(() -> told.stream().anyMatch(p -> p.phase() == Phase.WAITING));
                    FakeGitHub.ok(TAR).to(exchange);
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<InstallResult> one = threads.submit(() -> released(go));
            Future<InstallResult> two = threads.submit(() -> released(go));
            go.countDown();

            assertThat(one.get()).isInstanceOf(Installed.class);
            assertThat(two.get()).isInstanceOf(Installed.class);
            assertThat(((Installed) one.get()).engine())
                    .isEqualTo(((Installed) two.get()).engine());
            assertThat(((Installed) one.get()).alreadyThere())
                    .isNotEqualTo(((Installed) two.get()).alreadyThere());
        }
        assertThat(gitHub.downloads()).isEqualTo(1);
    }

    private InstallResult released(CountDownLatch go) throws InterruptedException {
        go.await();
        return install(InstallRequest.newest(LINUX));
    }

    @Test
    void whoWaitsTooLongForAnotherInstallIsTold() throws Exception {
        Files.createDirectories(store.root());
        var impatient =
                new EngineInstaller(
                        store,
                        InstallScene::works,
                        List.of(),
                        CLOCK,
                        Duration.ofMillis(30),
                        Duration.ofMillis(5));
        try (var channel =
                        FileChannel.open(
                                store.root().resolve(".install.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();

            var result = (NotInstalled) impatient.install(InstallRequest.newest(LINUX), told::add);

            assertThat(result.message()).contains("another process has been installing");
        }
        assertThat(told).extracting(InstallProgress::phase).containsExactly(Phase.WAITING);
    }

    @Test
    void anInterruptEndsTheDownloadAndLeavesNothing() throws Exception {
        gitHub.latest(release("b11669", asset(FILE, TAR)));
        gitHub.file("b11669", FILE, gitHub.silent(TAR, 20));

        Interrupted.in(
                () -> install(InstallRequest.newest(LINUX)),
                () -> told.stream().anyMatch(p -> p.phase() == Phase.DOWNLOADING));

        assertNothingLeft();
    }

    @Test
    void aSourceThatFailsBadlyLeavesNothing() throws Exception {
        EngineSource bad =
                new EngineSource() {
                    @Override
                    public String name() {
                        return "bad";
                    }

                    @Override
                    public Offer offer(InstallRequest request, Consumer<InstallProgress> progress) {
                        return new Offer.Ready(
                                Optional.empty(),
                                (work, told) -> {
                                    Files.writeString(work.resolve("half"), "…");
                                    throw new IllegalStateException("a defect");
                                });
                    }
                };

        assertThatThrownBy(() -> installer(bad).install(InstallRequest.newest(LINUX), told::add))
                .hasMessage("a defect");
        assertNothingLeft();
    }
}
