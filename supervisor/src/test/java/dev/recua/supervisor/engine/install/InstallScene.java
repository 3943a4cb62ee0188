package dev.recua.supervisor.engine.install;

import static dev.recua.supervisor.engine.install.FakeGitHub.asset;
import static dev.recua.supervisor.engine.install.FakeGitHub.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.Captured;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A site with releases, a folder for engines, and an installer between them. Tests of installing
/// extend it.
abstract class InstallScene {
    static final Target LINUX = new Platform("Linux", "amd64").target();
    static final Target WINDOWS = new Platform("Windows 11", "amd64").target();
    static final Clock CLOCK = FakeClock.at(Instant.parse("2026-11-20T09:00:00Z"));
    static final String FILE = "llama-b11669-bin-ubuntu-x64.tar.gz";
    static final byte[] TAR =
            new Tar()
                    .folder("llama-b11669/")
                    .file("llama-b11669/llama-server", "the server")
                    .data("llama-b11669/libggml.so", "lib")
                    .gzipped();

    @TempDir Path folder;
    FakeGitHub gitHub;
    EngineStore store;
    final List<InstallProgress> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws IOException {
        gitHub = new FakeGitHub();
        store = new EngineStore(folder.resolve("engines"));
    }

    @AfterEach
    void close() {
        gitHub.close();
    }

    static ProbeResult works(Path binary) {
        return new ProbeResult.Works(Captured.facts("0.7.0", 11669));
    }

    EngineInstaller installer(EngineSource... sources) {
        return new EngineInstaller(
                store,
                InstallScene::works,
                List.of(sources),
                CLOCK,
                Duration.ofSeconds(30),
                Duration.ofMillis(5));
    }

    InstallResult install(InstallRequest request) throws InterruptedException {
        return installer(gitHub.releases()).install(request, told::add);
    }

    String refused(InstallRequest request) throws InterruptedException, IOException {
        var result = (NotInstalled) install(request);
        assertNothingLeft();
        return result.attempts().getFirst().reason();
    }

    void assertNothingLeft() throws IOException {
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

    void publishB11669() {
        String json =
                release(
                        "b11669",
                        asset("llama-b11669-bin-macos-arm64.tar.gz", 1, "00"),
                        asset(FILE, TAR));
        gitHub.tagged("b11669", json);
        gitHub.latest(json);
        gitHub.file("b11669", FILE, TAR);
    }
}
