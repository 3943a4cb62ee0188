package dev.recua.supervisor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineStoreTest {
    private static final String TARGET = "x86_64-unknown-linux-gnu";
    private static final Instant THEN = Instant.parse("2026-11-20T09:00:00Z");

    @TempDir Path folder;
    private EngineStore store;

    @BeforeEach
    void open() {
        store = new EngineStore(folder.resolve("engines"));
    }

    /// Puts an engine in place as an installer does.
    static InstalledEngine install(EngineStore store, EngineId id, int build) throws IOException {
        Path work = store.newWorkFolder();
        Path binary = Files.createDirectories(work.resolve("bin")).resolve("llama-server");
        Files.writeString(binary, "#!/bin/sh\n");
        var engine = new InstalledEngine(id, build, "a test", binary, binary, "00", THEN, work);
        return store.place(work, engine);
    }

    @Test
    void aPlacedEngineIsFoundWithEverythingThatWasSaid() throws Exception {
        var id = new EngineId("0.7.0", TARGET, Variant.CPU);

        InstalledEngine placed = install(store, id, 11669);

        Path home = folder.resolve("engines/0.7.0/" + TARGET + "/cpu");
        assertThat(placed)
                .isEqualTo(
                        new InstalledEngine(
                                id,
                                11669,
                                "a test",
                                home.resolve("bin/llama-server"),
                                home.resolve("bin/llama-server"),
                                "00",
                                THEN,
                                home));
        assertThat(store.find(id)).contains(placed);
        assertThat(store.list()).containsExactly(placed);
        try (var entries = Files.list(store.root())) {
            assertThat(entries.map(p -> p.getFileName().toString())).containsExactly("0.7.0");
        }
    }

    @Test
    void theNewestBuildIsListedFirst() throws Exception {
        install(store, new EngineId("b9000", TARGET, Variant.CPU), 9000);
        install(store, new EngineId("0.7.0", TARGET, Variant.VULKAN), 11669);
        install(store, new EngineId("0.7.0", TARGET, Variant.CPU), 11669);
        install(store, new EngineId("0.2.0", TARGET, Variant.CPU), 10587);

        assertThat(store.list().stream().map(e -> e.id().toString()))
                .containsExactly(
                        "0.7.0/" + TARGET + "/cpu",
                        "0.7.0/" + TARGET + "/vulkan",
                        "0.2.0/" + TARGET + "/cpu",
                        "b9000/" + TARGET + "/cpu");
    }

    @Test
    void aFolderWithoutManifestOrBinaryOrWithADamagedManifestIsNoEngine() throws Exception {
        Path bare = Files.createDirectories(store.root().resolve("0.1.0/" + TARGET + "/cpu"));
        Files.writeString(bare.resolve("llama-server"), "");
        Path damaged = Files.createDirectories(store.root().resolve("0.2.0/" + TARGET + "/cpu"));
        Files.writeString(damaged.resolve(EngineStore.MANIFEST), "{\"version\":");
        InstalledEngine gone = install(store, new EngineId("0.3.0", TARGET, Variant.CPU), 3);
        Files.delete(gone.binary());
        InstalledEngine escaping = install(store, new EngineId("0.4.0", TARGET, Variant.CPU), 4);
        Path manifest = escaping.folder().resolve(EngineStore.MANIFEST);
        Files.writeString(
                manifest,
                Files.readString(manifest).replace("bin/llama-server", "../../../../secret"));
        store.newWorkFolder();

        assertThat(store.list()).isEmpty();
    }

    @Test
    void removingTakesTheFilesAndEmptyFoldersAndNothingElse() throws Exception {
        InstalledEngine cpu = install(store, new EngineId("0.7.0", TARGET, Variant.CPU), 7);
        InstalledEngine vulkan = install(store, new EngineId("0.7.0", TARGET, Variant.VULKAN), 7);

        assertThat(store.remove(cpu.id())).isTrue();
        assertThat(store.remove(cpu.id())).isFalse();

        assertThat(store.list()).containsExactly(vulkan);
        assertThat(store.remove(vulkan.id())).isTrue();
        assertThat(store.root()).isEmptyDirectory();
    }

    @Test
    void leftoversOfADeadInstallAreRemovedAndEnginesStay() throws Exception {
        InstalledEngine engine = install(store, new EngineId("0.7.0", TARGET, Variant.CPU), 7);
        Path work = store.newWorkFolder();
        Files.writeString(work.resolve("half"), "…");

        store.removeLeftovers();

        assertThat(work).doesNotExist();
        assertThat(store.list()).containsExactly(engine);
    }

    @Test
    void anIncompleteFolderGivesWayToACompleteOne() throws Exception {
        var id = new EngineId("0.7.0", TARGET, Variant.CPU);
        Files.writeString(Files.createDirectories(store.folder(id)).resolve("half"), "…");

        InstalledEngine placed = install(store, id, 7);

        assertThat(placed.folder().resolve("half")).doesNotExist();
        assertThat(store.list()).containsExactly(placed);
    }

    @Test
    void aChoiceIsRememberedAndForgotten() throws Exception {
        var choice = new EngineChoice(folder.resolve("state/engine.json"));
        var id = new EngineId("0.7.0", TARGET, Variant.CPU);

        assertThat(choice.read()).isEmpty();
        choice.write(id);
        assertThat(choice.read()).contains(id);
        assertThat(Files.readString(folder.resolve("state/engine.json")))
                .isEqualTo("{\"engine\":\"0.7.0/" + TARGET + "/cpu\"}\n");
        choice.clear();
        assertThat(choice.read()).isEmpty();
    }

    @Test
    void aDamagedChoiceCountsAsNone() throws Exception {
        Path file = folder.resolve("engine.json");
        Files.writeString(file, "{\"engine\":\"../../etc/cpu\"}");
        assertThat(new EngineChoice(file).read()).isEmpty();
        Files.writeString(file, "{");
        assertThat(new EngineChoice(file).read()).isEmpty();
    }
}
