package dev.recua.supervisor.engine.install;

import static dev.recua.supervisor.engine.install.FakeGitHub.asset;
import static dev.recua.supervisor.engine.install.FakeGitHub.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.supervisor.engine.install.InstallResult.Why;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which release and which file of it is installed, and what is said when there is none.
class ReleaseChoiceTest extends InstallScene {
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
}
