package dev.recua.supervisor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.EngineFound.Found;
import dev.recua.supervisor.engine.EngineFound.Missing;
import dev.recua.supervisor.engine.EngineFound.Unusable;
import dev.recua.supervisor.engine.EngineProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFinderTest {
    private static final Target LINUX = new Platform("Linux", "amd64").target();

    @TempDir Path folder;
    private final Map<Path, ProbeResult> answers = new HashMap<>();
    private final List<Path> probed = new ArrayList<>();
    private EngineStore store;
    private EngineFinder finder;

    @BeforeEach
    void open() {
        store = new EngineStore(folder.resolve("engines"));
        finder = new EngineFinder(this::probe, store);
    }

    private ProbeResult probe(Path binary) {
        probed.add(binary);
        ProbeResult absent =
                new ProbeResult.Fails(EngineProblem.of(Kind.ABSENT, binary, "does not exist"));
        return answers.getOrDefault(binary, absent);
    }

    private Path working(String path, String version, int build) throws IOException {
        Path file = file(path);
        answers.put(file, new ProbeResult.Works(Captured.facts(version, build)));
        return file;
    }

    private Path broken(String path) throws IOException {
        Path file = file(path);
        answers.put(
                file, new ProbeResult.Fails(EngineProblem.of(Kind.DOES_NOT_RUN, file, "ended")));
        return file;
    }

    private Path file(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private InstalledEngine installed(String version, int build, Variant variant)
            throws IOException {
        InstalledEngine engine =
                EngineStoreTest.install(store, new EngineId(version, LINUX.id(), variant), build);
        answers.put(engine.binary(), new ProbeResult.Works(Captured.facts(version, build)));
        return engine;
    }

    private EngineSearch search(String... folders) {
        return EngineSearch.of(List.of(folders).stream().map(folder::resolve).toList(), LINUX);
    }

    private Engine found(EngineSearch search) throws InterruptedException {
        return ((Found) finder.find(search)).engine();
    }

    @Test
    void theOrderIsOptionEnvironmentConfiguredChosenPathInstalled() throws Exception {
        Path option = working("option", "0.1.0", 1);
        Path environment = working("environment", "0.1.0", 1);
        Path configured = working("configured", "0.1.0", 1);
        Path onPath = working("bin/llama-server", "0.1.0", 1);
        InstalledEngine newest = installed("0.9.0", 9, Variant.CPU);
        InstalledEngine chosen = installed("0.2.0", 2, Variant.CPU);

        EngineSearch search = search("bin");
        assertThat(found(EngineSearch.of(List.of(), LINUX)))
                .returns(newest.binary(), Engine::binary)
                .returns(EngineOrigin.INSTALLED, Engine::origin)
                .returns(Optional.of(Variant.CPU), Engine::variant);
        assertThat(found(search))
                .returns(onPath, Engine::binary)
                .returns(EngineOrigin.PATH, Engine::origin)
                .returns(Optional.empty(), Engine::variant);
        search = search.withChosen(chosen.id());
        assertThat(found(search))
                .returns(chosen.binary(), Engine::binary)
                .returns(EngineOrigin.CHOSEN, Engine::origin);
        search = search.withConfigured(configured);
        assertThat(found(search)).returns(EngineOrigin.CONFIGURED, Engine::origin);
        search = search.withEnvironment(environment);
        assertThat(found(search)).returns(EngineOrigin.ENVIRONMENT, Engine::origin);
        search = search.withOption(option);
        assertThat(found(search)).returns(EngineOrigin.OPTION, Engine::origin);
    }

    @Test
    void nothingIsProbedAfterTheFirstThatWorks() throws Exception {
        Path first = working("a/llama-server", "0.1.0", 1);
        working("b/llama-server", "0.1.0", 1);
        installed("0.9.0", 9, Variant.CPU);

        found(search("a", "b"));

        assertThat(probed).containsExactly(first);
    }

    @Test
    void aNamedBinaryThatDoesNotWorkEndsTheSearch() throws Exception {
        working("bin/llama-server", "0.1.0", 1);
        Path broken = broken("mine");

        EngineFound result = finder.find(search("bin").withEnvironment(broken));

        assertThat(result).isInstanceOf(Unusable.class);
        assertThat(((Unusable) result).message())
                .startsWith("The llama-server named by RECUA_ENGINE cannot be used: " + broken)
                .contains("--engine PATH");
        assertThat(probed).containsExactly(broken);
    }

    @Test
    void aNamedBinaryThatIsNotThereIsToldApartFromABrokenOne() throws Exception {
        EngineFound absent = finder.find(search().withOption(folder.resolve("nowhere")));
        EngineFound broken = finder.find(search().withOption(broken("mine")));

        assertThat(((Unusable) absent).problem().isAbsent()).isTrue();
        assertThat(((Unusable) broken).problem().isAbsent()).isFalse();
    }

    @Test
    void aBrokenOneOnThePathIsNotedAndTheNextIsTaken() throws Exception {
        Path broken = broken("a/llama-server");
        Path good = working("c/llama-server", "0.1.0", 1);

        Found result = (Found) finder.find(search("a", "b", "c"));

        assertThat(result.engine().binary()).isEqualTo(good);
        assertThat(result.passedOver()).hasSize(2);
        assertThat(result.passedOver().get(0).place()).isEqualTo(broken.toString());
        assertThat(result.passedOver().get(0).broken()).isTrue();
        assertThat(result.passedOver().get(1).broken()).isFalse();
    }

    @Test
    void aChosenOneThatWasRemovedIsNotedAndTheSearchGoesOn() throws Exception {
        Path good = working("bin/llama-server", "0.1.0", 1);
        var gone = new EngineId("0.3.0", LINUX.id(), Variant.CPU);

        Found result = (Found) finder.find(search("bin").withChosen(gone));

        assertThat(result.engine().binary()).isEqualTo(good);
        assertThat(result.passedOver())
                .containsExactly(
                        new EngineFound.Place(
                                EngineOrigin.CHOSEN, gone.toString(), "no longer installed", true));
    }

    @Test
    void aDemandedVersionPassesOverOthersAndFindsIt() throws Exception {
        working("bin/llama-server", "0.1.0", 100);
        installed("0.9.0", 900, Variant.CPU);
        InstalledEngine wanted = installed("0.5.0", 500, Variant.CPU);

        assertThat(found(search("bin").withVersion("0.5.0")).binary()).isEqualTo(wanted.binary());
        assertThat(found(search("bin").withVersion("b500")).binary()).isEqualTo(wanted.binary());
    }

    @Test
    void amongInstalledOnesOfOneBuildTheUsualVariantWinsUnlessAnotherIsDemanded() throws Exception {
        InstalledEngine vulkan = installed("0.9.0", 9, Variant.VULKAN);
        InstalledEngine cpu = installed("0.9.0", 9, Variant.CPU);

        assertThat(found(search()).binary()).isEqualTo(cpu.binary());
        assertThat(found(search().withVariant(Variant.VULKAN)).binary()).isEqualTo(vulkan.binary());
    }

    @Test
    void enginesForOtherMachinesAreNotUsed() throws Exception {
        EngineStoreTest.install(
                store, new EngineId("0.9.0", "aarch64-apple-darwin", Variant.CPU), 9);

        EngineFound result = finder.find(search());

        assertThat(((Missing) result).message()).contains("made for another machine");
        assertThat(probed).isEmpty();
    }

    @Test
    void whenNothingIsFoundEveryPlaceIsListedWithItsReasonAndWhatToDo() throws Exception {
        broken("a/llama-server");

        EngineFound result = finder.find(search("a", "b"));

        assertThat(((Missing) result).message())
                .isEqualTo(
                        """
                        No llama-server was found. Searched:
                          PATH: %1$s/a/llama-server: %1$s/a/llama-server ended. Try it with --version in a terminal, or name another binary with --engine PATH.
                          PATH: %1$s/b: no llama-server here
                          installed engines: %1$s/engines: no engine for x86_64-unknown-linux-gnu installed here
                        Install llama.cpp so that llama-server is on the PATH, or name one with --engine PATH."""
                                .formatted(folder));
    }

    @Test
    void aBinaryOfOursThatIsNamedKeepsItsVariant() throws Exception {
        InstalledEngine vulkan = installed("0.9.0", 9, Variant.VULKAN);

        assertThat(found(search().withOption(vulkan.binary())).variant()).contains(Variant.VULKAN);
    }

    @Test
    void thePathVariableIsReadWithoutEmptyRelativeAndDoubleEntries() {
        assertThat(EngineSearch.foldersOf("/usr/bin::relative:/opt/x:/usr/bin:"))
                .containsExactly(Path.of("/usr/bin"), Path.of("/opt/x"));
    }
}
