package dev.recua.supervisor.engine.install;

import static dev.recua.supervisor.engine.install.FakeGitHub.asset;
import static dev.recua.supervisor.engine.install.FakeGitHub.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// A file of a release on its way: downloaded, verified, unpacked.
class ReleaseFileTest extends InstallScene {
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
}
