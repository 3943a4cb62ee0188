package dev.recua.supervisor.engine.install;

import static dev.recua.supervisor.engine.install.FakeGitHub.asset;
import static dev.recua.supervisor.engine.install.FakeGitHub.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineProblem;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.EngineInstaller.Removal;
import dev.recua.supervisor.engine.install.InstallProgress.Phase;
import dev.recua.supervisor.engine.install.InstallResult.Attempt;
import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.supervisor.engine.install.InstallResult.Why;
import dev.recua.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineInstallerTest {
    private static final Target LINUX = new Platform("Linux", "amd64").target();
    private static final Target WINDOWS = new Platform("Windows 11", "amd64").target();
    private static final Clock CLOCK = FakeClock.at(Instant.parse("2026-11-20T09:00:00Z"));
    private static final String FILE = "llama-b11669-bin-ubuntu-x64.tar.gz";
    private static final byte[] TAR =
            new Tar()
                    .folder("llama-b11669/")
                    .file("llama-b11669/llama-server", "the server")
                    .data("llama-b11669/libggml.so", "lib")
                    .gzipped();

    @TempDir Path folder;
    private FakeGitHub gitHub;
    private EngineStore store;
    private final List<InstallProgress> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws IOException {
        gitHub = new FakeGitHub();
        store = new EngineStore(folder.resolve("engines"));
    }

    @AfterEach
    void close() {
        gitHub.close();
    }

    private static ProbeResult works(Path binary) {
        return new ProbeResult.Works(Captured.facts("0.7.0", 11669));
    }

    private EngineInstaller installer(EngineSource... sources) {
        return new EngineInstaller(
                store,
                EngineInstallerTest::works,
                List.of(sources),
                CLOCK,
                Duration.ofSeconds(30),
                Duration.ofMillis(5));
    }

    private InstallResult install(InstallRequest request) throws InterruptedException {
        return installer(gitHub.releases()).install(request, told::add);
    }

    private String refused(InstallRequest request) throws InterruptedException, IOException {
        var result = (NotInstalled) install(request);
        assertNothingLeft();
        return result.attempts().getFirst().reason();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(store.list()).isEmpty();
        if (!Files.exists(store.root())) return;
        try (var files = Files.walk(store.root())) {
            assertThat(files.filter(Files::isRegularFile).map(p -> p.getFileName().toString()))
                    .containsOnly(".install.lock");
        }
        try (var folders = Files.list(store.root())) {
            assertThat(folders.filter(Files::isDirectory)).isEmpty();
        }
    }

    private void publishB11669() {
        String json =
                release(
                        "b11669",
                        asset("llama-b11669-bin-macos-arm64.tar.gz", 1, "00"),
                        asset(FILE, TAR));
        gitHub.tagged("b11669", json);
        gitHub.latest(json);
        gitHub.file("b11669", FILE, TAR);
    }

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
    void aReleaseThatOnlyNamesATagLeadsToItsFilesAndGivesItsOwnName() throws Exception {
        publishB11669();
        byte[] pointer = "b11669\n".getBytes(StandardCharsets.UTF_8);
        gitHub.latest(release("0.7.0", asset("nightly-tag.txt", pointer)));
        gitHub.file("0.7.0", "nightly-tag.txt", pointer);

        var result = (Installed) install(InstallRequest.newest(LINUX));

        assertThat(result.engine().id()).hasToString("0.7.0/x86_64-unknown-linux-gnu/cpu");
    }

    @Test
    void aPointerThatIsNoTagIsRefused() throws Exception {
        byte[] pointer = "../../evil".getBytes(StandardCharsets.UTF_8);
        gitHub.latest(release("0.7.0", asset("nightly-tag.txt", pointer)));
        gitHub.file("0.7.0", "nightly-tag.txt", pointer);

        assertThat(refused(InstallRequest.newest(LINUX)))
                .contains("nightly-tag.txt names no release");
    }

    @Test
    void whereOnlyPreReleasesExistTheNewestWithAFileIsTaken() throws Exception {
        publishB11669();
        gitHub.api(FakeGitHub.status(404));
        gitHub.recent(release("b11670"), release("b11669", asset(FILE, TAR)), release("b1"));

        assertThat(((Installed) install(InstallRequest.newest(LINUX))).engine().id().version())
                .isEqualTo("b11669");
    }

    @Test
    void aVersionIsFoundByItsTagInWhateverFormItIsWritten() throws Exception {
        publishB11669();

        Installed first = (Installed) install(InstallRequest.newest(LINUX).withVersion("11669"));

        assertThat(first.engine().id().version()).isEqualTo("b11669");
        assertThat(gitHub.requests).noneMatch(path -> path.endsWith("/latest"));
        for (String form : List.of("b11669", "v11669")) {
            assertThat(install(InstallRequest.newest(LINUX).withVersion(form)))
                    .isEqualTo(new Installed(first.engine(), true));
        }
    }

    @Test
    void aVersionThatWasNeverReleasedIsToldWithThoseThatThereAre() throws Exception {
        publishB11669();
        gitHub.recent(release("b11670"), release("b11669", asset(FILE, TAR)));

        var result = (NotInstalled) install(InstallRequest.newest(LINUX).withVersion("b1"));

        assertThat(result)
                .returns(Why.NO_SUCH_VERSION, NotInstalled::why)
                .returns(List.of("b11669"), NotInstalled::there);
        assertThat(result.message())
                .contains("there is no release of version b1")
                .endsWith("There are b11669; without a version the newest is installed.");
        assertNothingLeft();
    }

    @Test
    void aVersionThatWasNeverReleasedIsToldAlsoWhenTheListOfReleasesIsNotToBeHad()
            throws Exception {
        gitHub.api(FakeGitHub.status(404));

        assertThat(refused(InstallRequest.newest(LINUX).withVersion("b1")))
                .isEqualTo("there is no release of version b1");
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
    void aZipForWindowsIsUnpacked() throws Exception {
        String name = "llama-b11669-bin-win-cpu-x64.zip";
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("llama-server.exe"));
            zip.write(1);
        }
        gitHub.latest(release("b11669", asset(name, bytes.toByteArray())));
        gitHub.file("b11669", name, bytes.toByteArray());

        Installed result = (Installed) install(InstallRequest.newest(WINDOWS));

        assertThat(result.engine().binary().getFileName()).hasToString("llama-server.exe");
    }

    @Test
    void aWrongChecksumIsRefused() throws Exception {
        String wrong = "0".repeat(64);
        gitHub.latest(release("b11669", asset(FILE, TAR.length, wrong)));
        gitHub.file("b11669", FILE, TAR);

        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo(
                        FILE
                                + " was refused: its SHA-256 is "
                                + FakeGitHub.sha256(TAR)
                                + ", published is "
                                + wrong);
    }

    @Test
    void aFileOfAnotherSizeIsRefused() throws Exception {
        gitHub.latest(release("b11669", asset(FILE, TAR.length - 10, FakeGitHub.sha256(TAR))));
        gitHub.file("b11669", FILE, TAR);
        assertThat(refused(InstallRequest.newest(LINUX))).contains("more than the expected");

        gitHub.latest(release("b11669", asset(FILE, TAR.length + 10, FakeGitHub.sha256(TAR))));
        assertThat(refused(InstallRequest.newest(LINUX))).contains("broke off at " + TAR.length);
    }

    @Test
    void aDownloadThatBreaksOffIsTriedThreeTimes() throws Exception {
        gitHub.latest(release("b11669", asset(FILE, TAR)));
        gitHub.file("b11669", FILE, FakeGitHub.cut(TAR, 20));

        assertThat(refused(InstallRequest.newest(LINUX)))
                .contains("broke off")
                .contains("(tried 3 times)");
        assertThat(gitHub.downloads()).isEqualTo(3);
    }

    @Test
    void aSecondTryMayWork() throws Exception {
        gitHub.latest(release("b11669", asset(FILE, TAR)));
        var first = new AtomicBoolean(true);
        gitHub.file(
                "b11669",
                FILE,
                exchange ->
                        (first.getAndSet(false) ? FakeGitHub.cut(TAR, 20) : FakeGitHub.ok(TAR))
                                .to(exchange));

        assertThat(install(InstallRequest.newest(LINUX))).isInstanceOf(Installed.class);
    }

    @Test
    void aDownloadThatFallsSilentIsGivenUp() throws Exception {
        gitHub.latest(release("b11669", asset(FILE, TAR)));
        gitHub.file("b11669", FILE, gitHub.silent(TAR, 20));

        var impatient = gitHub.releases(Duration.ofMillis(300));
        var result = installer(impatient).install(InstallRequest.newest(LINUX), told::add);

        assertThat(((NotInstalled) result).message())
                .contains("sent nothing for 300 ms (tried 3 times)");
        assertNothingLeft();
    }

    @Test
    void redirectsToTheStorageAreFollowed() throws Exception {
        publishB11669();
        gitHub.file("b11669", FILE, gitHub.redirect("elsewhere", "x.tar.gz"));
        gitHub.file("elsewhere", "x.tar.gz", TAR);

        assertThat(install(InstallRequest.newest(LINUX))).isInstanceOf(Installed.class);
    }

    @Test
    void aFileThatIsGoneIsTold() throws Exception {
        gitHub.latest(release("b11669", asset(FILE, TAR)));

        assertThat(refused(InstallRequest.newest(LINUX))).contains(FILE + " answered 404");
    }

    @Test
    void aHostileArchiveLeavesNothing() throws Exception {
        byte[] evil =
                new Tar()
                        .file("llama-b1/llama-server", "x")
                        .file("../../../evil", "evil")
                        .gzipped();
        gitHub.latest(release("b11669", asset(FILE, evil)));
        gitHub.file("b11669", FILE, evil);

        assertThat(refused(InstallRequest.newest(LINUX))).contains("is not inside its own folder");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void anArchiveWithoutAServerIsRefused() throws Exception {
        byte[] other = new Tar().file("llama-b1/llama-cli", "x").gzipped();
        gitHub.latest(release("b11669", asset(FILE, other)));
        gitHub.file("b11669", FILE, other);

        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo(FILE + " holds no llama-server");
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
    void noFileForThisMachineIsTold() throws Exception {
        gitHub.latest(release("0.7.0"));
        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo("release 0.7.0 has no file for x86_64-unknown-linux-gnu, cpu");

        assertThat(refused(InstallRequest.newest(LINUX).withVariant(Variant.CUDA)))
                .isEqualTo("llama.cpp publishes no file for x86_64-unknown-linux-gnu, cuda");
        assertThat(refused(InstallRequest.newest(new Platform("FreeBSD", "amd64").target())))
                .isEqualTo("there is no ready-made llama-server for x86_64-unknown-freebsd");
    }

    @Test
    void theLimitOfRequestsIsExplained() throws Exception {
        gitHub.api(FakeGitHub.status(403));

        assertThat(refused(InstallRequest.newest(LINUX)))
                .contains("answered 403")
                .contains("GH_PAT");
    }

    @Test
    void anAnswerThatIsNoJsonIsTold() throws Exception {
        gitHub.latest("<html>proxy login</html>");

        assertThat(refused(InstallRequest.newest(LINUX))).contains("is no JSON that we know");
    }

    @Test
    void aTokenGoesToTheApiOnlyAndIsNeverShown() throws Exception {
        publishB11669();
        var releases = new LlamaReleases(gitHub.site(Optional.of("ghp_secret")));

        installer(releases).install(InstallRequest.newest(LINUX), told::add);

        assertThat(gitHub.authorizations)
                .containsExactly("/repos/ggml-org/llama.cpp/releases/latest Bearer ghp_secret");
        assertThat(told.toString() + gitHub.site(Optional.of("ghp_secret")))
                .doesNotContain("ghp_secret");
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
                        EngineInstallerTest::works,
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
