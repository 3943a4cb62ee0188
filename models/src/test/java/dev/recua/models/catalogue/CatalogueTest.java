package dev.recua.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.testkit.gguf.TinyGguf;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From files in folders to names in the list.
final class CatalogueTest {
    private static final Path BUNDLED = Path.of("../bundled");

    @TempDir Path home;

    private final ModelScanner scanner = new ModelScanner(Clock.systemUTC());
    private final List<Folder> folders = new ArrayList<>();
    private Path own = Path.of("set before each test");

    @BeforeEach
    void anOwnFolder() {
        own = home.resolve("models");
        folders.add(Folder.plain(own, Source.USER));
    }

    @Test
    void theBundledModelIsListedWithWhatItsFileSays() {
        folders.add(Folder.plain(BUNDLED, Source.BUNDLED));

        Model model = scan().find(new ModelId("recua:3m-instruct")).orElseThrow();

        assertThat(model.name()).isEqualTo("Recua Tiny");
        assertThat(model.aliases())
                .containsExactly("gpt-3.5-turbo", "recua-tiny", "text-davinci-003");
        assertThat(model.source()).isEqualTo(Source.BUNDLED);
        assertThat(model.type()).isEqualTo(ModelType.CHAT);
        assertThat(model.size()).isEqualTo(3_281_984);
        assertThat(model.quantization()).hasValue("Q8_0");
        assertThat(model.capabilities()).containsExactly("chat", "completion", "tools");
        assertThat(model.problem()).isEmpty();
    }

    @Test
    void anOwnFolderThatIsMissingIsMadeAndAConfiguredOneReported() {
        Path other = home.resolve("other");
        folders.add(Folder.plain(other, Source.CONFIG));
        folders.add(Folder.hub(home.resolve("hub")));

        Catalogue catalogue = scan();

        assertThat(own).isDirectory();
        assertThat(other).doesNotExist();
        assertThat(catalogue.notes())
                .singleElement()
                .asString()
                .contains(other.toString(), "does not exist");
    }

    @Test
    void filesAreFoundInSubFoldersWhateverTheCaseOfTheirSuffix() {
        TinyGguf.chatModel(320).write(own.resolve("a/b/Qwen3-8B-Q8_0.GGUF"));
        TinyGguf.chatModel(320).write(own.resolve("gemma-3-4b-it-Q8_0.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("half.gguf.part"));
        TinyGguf.chatModel(320).write(own.resolve("half.gguf.downloadInProgress"));

        assertThat(ids(scan())).containsExactly("gemma3:4b-it", "qwen3:8b");
    }

    @Test
    void linksInACircleDoNotTrapTheScan() throws IOException {
        TinyGguf.chatModel(320).write(own.resolve("a/Qwen3-8B-Q8_0.gguf"));
        Files.createSymbolicLink(own.resolve("a/again"), own);

        Catalogue catalogue = scan();

        assertThat(ids(catalogue)).containsExactly("qwen3:8b");
        assertThat(catalogue.notes()).isEmpty();
    }

    @Test
    void aBrokenFileIsListedWithItsProblemAndOffersNothing() throws IOException {
        Files.createDirectories(own);
        Files.writeString(own.resolve("Qwen3-8B-Q8_0.gguf"), "<html>not found</html>");
        TinyGguf.chatModel(320).bigEndian().write(own.resolve("gemma-3-4b-it-Q8_0.gguf"));
        TinyGguf.chatModel(320).withoutLast(40).write(own.resolve("phi-4-Q8_0.gguf"));
        TinyGguf.model("llama").write(own.resolve("vocabulary.gguf"));
        Files.createSymbolicLink(own.resolve("yi-34b.gguf"), own.resolve("gone"));
        Files.createDirectory(own.resolve("folder.gguf"));

        Catalogue catalogue = scan();

        assertThat(problem(catalogue, "qwen3:8b")).contains("not a GGUF file");
        assertThat(problem(catalogue, "gemma3:4b-it")).contains("big-endian");
        assertThat(problem(catalogue, "phi4")).contains("40 more");
        assertThat(problem(catalogue, "vocabulary")).contains("no weights");
        assertThat(problem(catalogue, "yi:34b")).contains("leads nowhere");
        assertThat(catalogue.models())
                .hasSize(5)
                .allSatisfy(m -> assertThat(m.aliases()).isEmpty());
        assertThat(catalogue.usable()).isEmpty();
    }

    @Test
    void theSameFileInTwoPlacesIsOneModel() throws IOException {
        Path blob = TinyGguf.chatModel(320).write(home.resolve("hub/models--o--r/blobs/abc"));
        snapshotLink("models--o--r", "c0ffee", "Qwen3-8B-Q8_0.gguf", blob);
        Files.createDirectories(own);
        Files.createSymbolicLink(own.resolve("Qwen3-8B-Q8_0.gguf"), blob);
        folders.add(Folder.hub(home.resolve("hub")));

        Model model = only(scan());

        assertThat(model.source()).isEqualTo(Source.USER);
        assertThat(model.repo()).hasValue("o/r");
    }

    @Test
    void theHubCacheIsReadThroughItsMainSnapshot() throws IOException {
        Path blobs = home.resolve("hub/models--ggml-org--gemma-3-4b-it-GGUF/blobs");
        Path q4 = TinyGguf.chatModel(320).u8("a", 1).write(blobs.resolve("1"));
        Path old = TinyGguf.chatModel(320).u8("b", 1).write(blobs.resolve("2"));
        Path q8 = TinyGguf.chatModel(320).u8("c", 1).write(blobs.resolve("3"));
        Path mmproj = projector(2560).write(blobs.resolve("4"));
        TinyGguf.chatModel(320).write(blobs.resolve("5.downloadInProgress"));
        String repo = "models--ggml-org--gemma-3-4b-it-GGUF";
        snapshotLink(repo, "bbbb", "gemma-3-4b-it-Q4_K_M.gguf", q4);
        snapshotLink(repo, "bbbb", "mmproj-model-f16.gguf", mmproj);
        snapshotLink(repo, "aaaa", "gemma-3-4b-it-Q4_K_M.gguf", old);
        snapshotLink(repo, "aaaa", "deeper/gemma-3-4b-it-Q8_0.gguf", q8);
        Files.createDirectories(home.resolve("hub/" + repo + "/refs"));
        Files.writeString(home.resolve("hub/" + repo + "/refs/main"), "bbbb");
        folders.add(Folder.hub(home.resolve("hub")));

        Catalogue catalogue = scan();

        assertThat(ids(catalogue)).containsExactly("gemma3:4b-it-q4_k_m", "gemma3:4b-it-q8_0");
        Model main = catalogue.byAlias("gemma3:4b-it").orElseThrow();
        assertThat(main.path().toString()).contains("bbbb");
        assertThat(main.source()).isEqualTo(Source.HUB);
        assertThat(main.repo()).hasValue("ggml-org/gemma-3-4b-it-GGUF");
        assertThat(main.projector().orElseThrow().toString()).endsWith("mmproj-model-f16.gguf");
        assertThat(main.capabilities()).contains("vision");
        assertThat(catalogue.byRepo("ggml-org/gemma-3-4b-it-gguf")).hasValue(main);
        assertThat(catalogue.byRepo("ggml-org/gemma-3-4b-it-GGUF:q4_k_m")).hasValue(main);
        assertThat(catalogue.resolve("ggml-org/gemma-3-4b-it-GGUF:Q8_0").orElseThrow().id())
                .hasToString("gemma3:4b-it-q8_0");
        assertThat(catalogue.byRepo("ggml-org/gemma-3-4b-it-GGUF:Q5_K_M")).isEmpty();
    }

    @Test
    void thePartsOfASplitModelAreOneModel() {
        part(1, 3)
                .u16("split.no", 0)
                .u16("split.count", 3)
                .i32("split.tensors.count", 2)
                .write(own.resolve("Llama-3.3-70B-Instruct-Q4_K_M-00001-of-00003.gguf"));
        part(2, 3)
                .tensor("a", TinyGguf.F32, 100)
                .write(own.resolve("Llama-3.3-70B-Instruct-Q4_K_M-00002-of-00003.gguf"));
        part(3, 3)
                .tensor("b", TinyGguf.F32, 28)
                .write(own.resolve("Llama-3.3-70B-Instruct-Q4_K_M-00003-of-00003.gguf"));

        Model model = only(scan());

        assertThat(model.id()).hasToString("llama3.3:70b-instruct");
        assertThat(model.problem()).isEmpty();
        assertThat(model.files()).hasSize(3);
        assertThat(model.path().toString()).endsWith("00001-of-00003.gguf");
        assertThat(model.facts().orElseThrow().parameters()).isEqualTo(128);
        assertThat(model.size())
                .isEqualTo(model.files().stream().mapToLong(file -> file.toFile().length()).sum());
        assertThat(model.aliases()).containsExactly("gpt-4", "text-davinci-003");
    }

    @Test
    void anIncompleteSetNamesItsMissingParts() {
        part(2, 3).tensor("a", TinyGguf.F32, 100).write(own.resolve("x-7b-00002-of-00003.gguf"));

        assertThat(problem(scan(), "x:7b"))
                .isEqualTo(
                        "2 of its 3 parts are missing: x-7b-00001-of-00003.gguf, x-7b-00003-of-00003.gguf");
    }

    @Test
    void partsOfDifferentSetsAreNoticed() {
        part(1, 2)
                .u16("split.count", 2)
                .i32("split.tensors.count", 5)
                .tensor("a", 0, 4)
                .write(own.resolve("x-7b-00001-of-00002.gguf"));
        part(2, 2).tensor("b", 0, 4).write(own.resolve("x-7b-00002-of-00002.gguf"));

        assertThat(problem(scan(), "x:7b")).contains("2 tensors", "announces 5");
    }

    @Test
    void aBrokenPartSpoilsItsModelAndSaysWhich() {
        part(1, 2).tensor("a", 0, 4).write(own.resolve("x-7b-00001-of-00002.gguf"));
        part(2, 2).tensor("b", 0, 40).withoutLast(9).write(own.resolve("x-7b-00002-of-00002.gguf"));

        assertThat(problem(scan(), "x:7b")).contains("x-7b-00002-of-00002.gguf", "9 more");
    }

    @Test
    void projectorsAdaptersAndImportanceDataAreNoModels() {
        TinyGguf.chatModel(320).write(own.resolve("gemma-3-4b-it-Q4_K_M.gguf"));
        projector(2560).write(own.resolve("mmproj-model-f16.gguf"));
        TinyGguf.model("llama").text("adapter.type", "lora").write(own.resolve("my-lora.gguf"));
        TinyGguf.empty().text("general.type", "imatrix").write(own.resolve("calibration.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("gemma-3-4b-it.imatrix.gguf"));

        Model model = only(scan());

        assertThat(model.id()).hasToString("gemma3:4b-it");
        assertThat(model.projector()).hasValue(own.resolve("mmproj-model-f16.gguf"));
    }

    @Test
    void inAFolderOfManyModelsAProjectorGoesOnlyWhereItBelongs() {
        TinyGguf.chatModel(320).write(own.resolve("gemma-3-4b-it-Q4_K_M.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("gemma-3-12b-it-Q4_K_M.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("Llama-3.2-1B-Instruct-Q4_K_M.gguf"));
        TinyGguf.model("pixtral")
                .u32("pixtral.embedding_length", 5120)
                .tensor("a", 0, 4)
                .write(own.resolve("pixtral-12b-Q4_K_M.gguf"));
        projector(2560).write(own.resolve("mmproj-gemma-3-4b-it-Q8_0.gguf"));
        projector(2560).write(own.resolve("mmproj-gemma-3-4b-it-f16.gguf"));
        projector(5120).write(own.resolve("mmproj-f16.gguf"));

        Catalogue catalogue = scan();

        assertThat(projectorOf(catalogue, "gemma3:4b-it"))
                .hasValue("mmproj-gemma-3-4b-it-f16.gguf");
        assertThat(projectorOf(catalogue, "gemma3:12b-it")).isEmpty();
        assertThat(projectorOf(catalogue, "llama3.2:1b-instruct")).isEmpty();
        assertThat(projectorOf(catalogue, "pixtral:12b")).hasValue("mmproj-f16.gguf");
    }

    @Test
    void aBrokenProjectorIsReportedAndNotUsed() {
        TinyGguf.chatModel(320).write(own.resolve("gemma-3-4b-it-Q4_K_M.gguf"));
        projector(2560).withoutLast(3).write(own.resolve("mmproj-f16.gguf"));

        Catalogue catalogue = scan();

        assertThat(only(catalogue).projector()).isEmpty();
        assertThat(catalogue.notes())
                .singleElement()
                .asString()
                .contains("mmproj-f16.gguf", "3 more");
    }

    @Test
    void embeddersAndRerankersAreKnownAndGetNoChatAlias() {
        TinyGguf.model("bert").tensor("a", 0, 4).write(own.resolve("mystery-1b.gguf"));
        TinyGguf.model("qwen3")
                .u32("qwen3.pooling_type", 3)
                .tensor("a", 0, 4)
                .write(own.resolve("Qwen3-Embedding-0.6B-Q8_0.gguf"));
        TinyGguf.model("qwen3")
                .u32("qwen3.pooling_type", 4)
                .tensor("a", 0, 4)
                .write(own.resolve("judge-2b.gguf"));
        TinyGguf.model("bert").tensor("a", 0, 4).write(own.resolve("bge-reranker-v2-m3-Q8_0.gguf"));

        Catalogue catalogue = scan();

        assertThat(catalogue.models())
                .extracting(m -> m.id() + " " + m.type().wire())
                .containsExactly(
                        "bge-reranker:v2 rerank",
                        "judge:2b rerank",
                        "mystery:1b embedding",
                        "qwen3-embedding:0.6b embedding");
        assertThat(catalogue.models()).allSatisfy(m -> assertThat(m.aliases()).isEmpty());
        assertThat(catalogue.models().getFirst().capabilities()).containsExactly("rerank");
    }

    @Test
    void theSizeInTheNameWinsOverTheCountedParameters() {
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q8_0.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("unsized-instruct.gguf"));

        Catalogue catalogue = scan();

        assertThat(catalogue.byAlias("gpt-4").orElseThrow().id()).hasToString("qwen3:8b");
        assertThat(catalogue.byAlias("gpt-3.5-turbo").orElseThrow().id())
                .hasToString("unsized:instruct");
    }

    @Test
    void theBundledModelStandsBehindAndOwnsNothingThatOthersMayOwn() {
        folders.add(Folder.plain(BUNDLED, Source.BUNDLED));
        TinyGguf.chatModel(320).write(own.resolve("yi-1b-chat.gguf"));

        Catalogue catalogue = scan();

        assertThat(ids(catalogue)).containsExactly("yi:1b-chat", "recua:3m-instruct");
        assertThat(catalogue.models().getLast().aliases()).containsExactly("recua-tiny");
    }

    @Test
    void aSecondEntryForTheBundledFileHasItsOwnNameAndPurpose() {
        folders.add(Folder.plain(BUNDLED, Source.BUNDLED));
        Path file = BUNDLED.resolve("recua-tiny-3m-instruct-q8_0.gguf");

        Catalogue catalogue =
                scan(declared("tiny-embed", file, ModelType.EMBEDDING, "text-embedding-3-small"));

        assertThat(ids(catalogue)).containsExactly("tiny-embed", "recua:3m-instruct");
        Model extra = catalogue.models().getFirst();
        assertThat(extra.source()).isEqualTo(Source.CONFIG);
        assertThat(extra.type()).isEqualTo(ModelType.EMBEDDING);
        assertThat(extra.capabilities()).containsExactly("embedding");
        assertThat(extra.aliases()).containsExactly("text-embedding-3-small");
        assertThat(catalogue.byAlias("recua-tiny").orElseThrow().source())
                .isEqualTo(Source.BUNDLED);
    }

    @Test
    void anAliasOfTheConfigurationBeatsTheElectedOwner() {
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q8_0.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("Llama-3.2-1B-Instruct-Q8_0.gguf"));

        Catalogue catalogue = scan(declared("llama3.2:1b-instruct", null, null, "gpt-4", "fast"));

        assertThat(catalogue.byAlias("gpt-4").orElseThrow().id())
                .hasToString("llama3.2:1b-instruct");
        assertThat(catalogue.byAlias("fast").orElseThrow().id())
                .hasToString("llama3.2:1b-instruct");
        assertThat(catalogue.find(new ModelId("qwen3:8b")).orElseThrow().aliases()).isEmpty();
    }

    @Test
    void theConfigurationMaySpeakOfAModelByItsAlias() {
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q4_K_M.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q8_0.gguf"));

        Catalogue catalogue = scan(declared("qwen3:8b", null, null));

        assertThat(ids(catalogue)).containsExactly("qwen3:8b", "qwen3:8b-q8_0");
        assertThat(catalogue.byAlias("qwen3:8b-q4_k_m").orElseThrow().id()).hasToString("qwen3:8b");
    }

    @Test
    void theConfigurationMaySpeakOfTheBundledModelByItsAlias() {
        folders.add(Folder.plain(BUNDLED, Source.BUNDLED));

        Model model = only(scan(declared("recua-tiny", null, null, "tiny")));

        assertThat(model.id()).hasToString("recua-tiny");
        assertThat(model.aliases()).contains("recua:3m-instruct", "tiny");
        assertThat(model.source()).isEqualTo(Source.BUNDLED);
    }

    @Test
    void aFileWhereAFolderShouldBeIsReported() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "x");
        folders.add(Folder.plain(file, Source.CONFIG));

        assertThat(scan().notes()).singleElement().asString().contains("is no folder");
    }

    @Test
    void aDeclaredAliasThatIsTakenIsNoted() {
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q4_K_M.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("yi-34b.gguf"));

        Catalogue catalogue =
                scan(
                        declared("qwen3:8b", null, null, "big", "yi:34b"),
                        declared("yi:34b", null, null, "big"));

        assertThat(catalogue.byAlias("big").orElseThrow().id()).hasToString("qwen3:8b");
        assertThat(catalogue.notes())
                .containsExactly(
                        "models.qwen3:8b.aliases: `yi:34b` already is the name of a model",
                        "models.yi:34b.aliases: `big` already is the name of qwen3:8b");
    }

    @Test
    void aDeclaredFileThatWasFoundUnderThatNameIsNoSecondModel() {
        Path file = TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q4_K_M.gguf"));

        Model model = only(scan(declared("qwen3:8b", file, null, "mine")));

        assertThat(model.source()).isEqualTo(Source.USER);
        assertThat(model.aliases()).contains("mine");
    }

    @Test
    void aDeclaredNameForAnotherFileIsTakenFromTheOneThatWasFound() {
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q4_K_M.gguf"));
        Path other = TinyGguf.chatModel(640).write(home.resolve("elsewhere/tuned.gguf"));

        Catalogue catalogue = scan(declared("qwen3:8b", other, null));

        assertThat(ids(catalogue)).containsExactly("qwen3:8b", "qwen3:8b-q4_k_m");
        assertThat(catalogue.find(new ModelId("qwen3:8b")).orElseThrow().path()).isEqualTo(other);
    }

    @Test
    void aDeclaredFileThatDoesNotExistIsListedWithThatProblem() {
        Catalogue catalogue = scan(declared("mine", home.resolve("gone.gguf"), null));

        assertThat(problem(catalogue, "mine")).isEqualTo("it does not exist");
        assertThat(only(catalogue).path()).isEqualTo(home.resolve("gone.gguf"));
    }

    @Test
    void aDeclaredProjectorIsNoModel() {
        Path file = projector(2560).write(home.resolve("elsewhere/vision.gguf"));

        assertThat(problem(scan(declared("mine", file, null)), "mine"))
                .contains("projector, not a model");
    }

    @Test
    void aDeclaredSplitModelBringsItsOtherParts() {
        part(1, 2).tensor("a", 0, 4).write(home.resolve("elsewhere/x-00001-of-00002.gguf"));
        part(2, 2).tensor("b", 0, 4).write(home.resolve("elsewhere/x-00002-of-00002.gguf"));

        Model model =
                only(scan(declared("mine", home.resolve("elsewhere/x-00001-of-00002.gguf"), null)));

        assertThat(model.problem()).isEmpty();
        assertThat(model.files()).hasSize(2);
    }

    @Test
    void settingsThatFitNothingAreNoted() {
        TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q4_K_M.gguf"));

        Catalogue catalogue =
                scan(declared("nobody", null, null), declared("qwen3:8b", null, null, "qwen3:8b"));

        assertThat(catalogue.notes())
                .singleElement()
                .asString()
                .contains("models.nobody", "`file`");
    }

    @Test
    void aSecondScanReadsNoHeaderAgainUnlessTheFileChanged() throws IOException {
        Path file = TinyGguf.chatModel(320).write(own.resolve("Qwen3-8B-Q4_K_M.gguf"));
        TinyGguf.chatModel(320).write(own.resolve("yi-34b.gguf"));

        Catalogue first = scan();
        assertThat(scanner.headersRead()).isEqualTo(2);
        assertThat(scan()).isEqualTo(first);
        assertThat(scanner.headersRead()).isEqualTo(2);

        TinyGguf.chatModel(640).write(file);
        Catalogue changed = scan();
        assertThat(scanner.headersRead()).isEqualTo(3);
        assertThat(changed).isNotEqualTo(first);
        assertThat(changed.models().getFirst().fingerprint())
                .isNotEqualTo(first.models().getFirst().fingerprint());
        assertThat(changed.models().getLast()).isEqualTo(first.models().getLast());
    }

    @Test
    void aModelIdHasNoSlashAndNoSpace() {
        assertThatThrownBy(() -> new ModelId("a/b")).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> new ModelId("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelId("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestFileNamesStillGiveAnId() {
        TinyGguf.chatModel(320).write(own.resolve("x".repeat(240) + ".gguf"));
        TinyGguf.chatModel(320).write(own.resolve("a-v" + "1".repeat(230) + ".gguf"));
        TinyGguf.chatModel(320).write(own.resolve("a-q4" + "_1".repeat(110) + ".gguf"));

        assertThat(scan().models()).hasSize(3);
    }

    @Test
    void aRunningServersModelIsOneMoreWithoutAFile() throws IOException {
        TinyGguf.chatModel(320).write(own.resolve("far.gguf"));
        var served =
                new Declared(
                        new ModelId("far:8b"),
                        Optional.empty(),
                        Optional.of(URI.create("http://10.0.0.9:8080")),
                        List.of("gpt-4"),
                        Optional.of(ModelType.EMBEDDING));

        Catalogue catalogue = scan(served);

        assertThat(catalogue.models()).hasSize(2);
        Model far = catalogue.find(new ModelId("far:8b")).orElseThrow();
        assertThat(far.isServed()).isTrue();
        assertThat(far.isUsable()).isTrue();
        assertThat(far.files()).isEmpty();
        assertThat(far.name()).isEqualTo("http://10.0.0.9:8080");
        assertThat(far.place()).isEqualTo("http://10.0.0.9:8080");
        assertThat(far.source()).isEqualTo(Source.CONFIG);
        assertThat(far.type()).isEqualTo(ModelType.EMBEDDING);
        assertThat(far.quantization()).isEmpty();
        assertThat(catalogue.resolve("gpt-4")).contains(far);
        assertThatThrownBy(far::path).isInstanceOf(IllegalStateException.class);
        assertThat(scan(served)).isEqualTo(catalogue);
    }

    @Test
    void aRunningServersModelTakesItsNameFromAFileThatWouldHaveIt() throws IOException {
        TinyGguf.chatModel(320).write(own.resolve("far.gguf"));
        ModelId found = scan().models().getFirst().id();

        Catalogue catalogue =
                scan(
                        new Declared(
                                found,
                                Optional.empty(),
                                Optional.of(URI.create("http://127.0.0.1:8080")),
                                List.of(),
                                Optional.empty()));

        assertThat(catalogue.find(found)).map(Model::isServed).contains(true);
        assertThat(catalogue.models()).hasSize(2);
    }

    private Catalogue scan(Declared... declared) {
        return scanner.catalogue(folders, Arrays.asList(declared));
    }

    private static Declared declared(
            String id, @Nullable Path file, @Nullable ModelType type, String... aliases) {
        return new Declared(
                new ModelId(id),
                Optional.ofNullable(file),
                List.of(aliases),
                Optional.ofNullable(type));
    }

    private void snapshotLink(String repo, String commit, String file, Path blob)
            throws IOException {
        Path link =
                home.resolve("hub")
                        .resolve(repo)
                        .resolve("snapshots")
                        .resolve(commit)
                        .resolve(file);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, link.getParent().relativize(blob));
    }

    private static TinyGguf part(int index, int count) {
        return index == 1
                ? TinyGguf.model("llama").u32("llama.context_length", 4096)
                : TinyGguf.empty().u16("split.no", index - 1);
    }

    private static TinyGguf projector(int length) {
        return TinyGguf.empty()
                .text("general.architecture", "clip")
                .text("general.type", "mmproj")
                .flag("clip.has_vision_encoder", true)
                .u32("clip.vision.projection_dim", length)
                .tensor("v.a", TinyGguf.F16, 8);
    }

    private static List<String> ids(Catalogue catalogue) {
        return catalogue.models().stream().map(m -> m.id().value()).toList();
    }

    private static Model only(Catalogue catalogue) {
        assertThat(catalogue.models()).hasSize(1);
        return catalogue.models().getFirst();
    }

    private static String problem(Catalogue catalogue, String id) {
        return catalogue.find(new ModelId(id)).orElseThrow().problem().orElseThrow();
    }

    private static Optional<String> projectorOf(Catalogue catalogue, String id) {
        return catalogue
                .find(new ModelId(id))
                .orElseThrow()
                .projector()
                .map(p -> p.getFileName().toString());
    }
}
