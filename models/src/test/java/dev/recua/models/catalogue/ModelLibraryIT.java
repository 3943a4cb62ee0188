package dev.recua.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real folders, watched by the real system; only the waiting is shorter than in the product.
final class ModelLibraryIT {
    private static final ModelLibrary.Timing QUICK = timing(Duration.ofMinutes(10));
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path home;

    private final List<Catalogue> changes = new CopyOnWriteArrayList<>();
    private @Nullable ModelLibrary library;

    @AfterEach
    void close() {
        if (library != null) {
            library.close();
        }
    }

    @Test
    void theFirstListIsThereAtOnce() {
        TinyGguf.chatModel(320).write(own().resolve("Qwen3-8B-Q8_0.gguf"));

        assertThat(ids(open(QUICK, true).catalogue())).containsExactly("qwen3:8b");
        assertThat(changes).isEmpty();
    }

    @Test
    void aFileThatAppearsChangesOrVanishesLeadsToANewList() throws IOException {
        ModelLibrary open = open(QUICK, true);

        Path file = TinyGguf.chatModel(320).write(own().resolve("Qwen3-8B-Q8_0.gguf"));
        awaitIds(open, "qwen3:8b");
        String before = open.catalogue().models().getFirst().fingerprint();

        TinyGguf.chatModel(640).write(file);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(open.catalogue().models().getFirst().size())
                                        .isEqualTo(Files.size(file)));
        assertThat(open.catalogue().models().getFirst().fingerprint()).isNotEqualTo(before);

        Files.delete(file);
        awaitIds(open);
        assertThat(changes).hasSizeGreaterThanOrEqualTo(3);
        assertThat(changes.getLast()).isEqualTo(open.catalogue());
    }

    @Test
    void aNewSubFolderIsWatchedToo() {
        ModelLibrary open = open(QUICK, true);

        TinyGguf.chatModel(320).write(own().resolve("a/b/Qwen3-8B-Q8_0.gguf"));
        awaitIds(open, "qwen3:8b");
        TinyGguf.chatModel(320).write(own().resolve("a/b/yi-34b.gguf"));
        awaitIds(open, "qwen3:8b", "yi:34b");
    }

    @Test
    void aDownloadShowsUpWhenItGetsItsRealName() throws IOException {
        ModelLibrary open = open(QUICK, true);
        Path part = TinyGguf.chatModel(320).write(own().resolve("Qwen3-8B-Q8_0.gguf.part"));

        Files.move(part, own().resolve("Qwen3-8B-Q8_0.gguf"), StandardCopyOption.ATOMIC_MOVE);

        awaitIds(open, "qwen3:8b");
        assertThat(changes).hasSize(1);
    }

    @Test
    void aFileThatIsStillGrowingIsLookedAtAgain() throws IOException {
        ModelLibrary open = open(QUICK, true);
        byte[] whole = TinyGguf.chatModel(320).bytes();
        Path file = own().resolve("Qwen3-8B-Q8_0.gguf");

        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(open.catalogue().models())
                                        .singleElement()
                                        .satisfies(m -> assertThat(m.problem()).isPresent()));
        Files.write(
                file,
                Arrays.copyOfRange(whole, whole.length - 100, whole.length),
                StandardOpenOption.APPEND);

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(open.catalogue().usable())
                                        .singleElement()
                                        .satisfies(m -> assertThat(m.problem()).isEmpty()));
    }

    @Test
    void withoutASystemThatWatchesTheFoldersAreListedFromTimeToTime() {
        ModelLibrary open = open(timing(Duration.ofMillis(100)), false);

        TinyGguf.chatModel(320).write(own().resolve("Qwen3-8B-Q8_0.gguf"));

        awaitIds(open, "qwen3:8b");
    }

    @Test
    void aFolderThatComesLaterIsFound() {
        Path later = home.resolve("later");
        library =
                ModelLibrary.open(
                        List.of(Folder.hub(later)),
                        List.of(),
                        changes::add,
                        Clock.systemUTC(),
                        timing(Duration.ofMillis(100)),
                        true);

        TinyGguf.chatModel(320).write(later.resolve("models--o--r/snapshots/c/Qwen3-8B-Q8_0.gguf"));

        awaitIds(library, "qwen3:8b");
    }

    @Test
    void aConfiguredFolderThatComesLaterIsNotedUntilItIsThere() {
        Path later = home.resolve("later");
        library =
                ModelLibrary.open(
                        List.of(Folder.plain(later, Source.CONFIG)),
                        List.of(),
                        changes::add,
                        Clock.systemUTC(),
                        timing(Duration.ofMillis(100)),
                        true);

        assertThat(later).doesNotExist();
        assertThat(library.catalogue().notes())
                .containsExactly("the model folder %s does not exist".formatted(later));

        TinyGguf.chatModel(320).write(later.resolve("Qwen3-8B-Q8_0.gguf"));

        awaitIds(library, "qwen3:8b");
        assertThat(library.catalogue().notes()).isEmpty();
    }

    @Test
    void aFileBehindALinkIsWatchedWhereItLies() throws Exception {
        Path target = TinyGguf.chatModel(320).write(home.resolve("elsewhere/target.gguf"));
        Files.createDirectories(own());
        Files.createSymbolicLink(own().resolve("Qwen3-8B-Q8_0.gguf"), target);
        ModelLibrary open = settled(open(QUICK, true));

        TinyGguf.chatModel(640).write(target);

        awaitSize(open, target);
    }

    @Test
    void everyLinkOfAChainIsWatched() throws Exception {
        Path target = TinyGguf.chatModel(320).write(home.resolve("elsewhere/target.gguf"));
        Path other = TinyGguf.chatModel(640).write(home.resolve("other/target.gguf"));
        Path between = Files.createDirectories(home.resolve("between")).resolve("link");
        Files.createSymbolicLink(between, target);
        Files.createDirectories(own());
        Files.createSymbolicLink(own().resolve("Qwen3-8B-Q8_0.gguf"), between);
        ModelLibrary open = settled(open(QUICK, true));

        Files.delete(between);
        Files.createSymbolicLink(between, other);

        awaitSize(open, other);
    }

    @Test
    void aLinkThatLeadsNowhereIsUsedOnceItLeadsSomewhere() throws Exception {
        Path target = home.resolve("elsewhere/target.gguf");
        Files.createDirectories(own());
        Files.createSymbolicLink(own().resolve("Qwen3-8B-Q8_0.gguf"), target);
        ModelLibrary open = settled(open(timing(Duration.ofMillis(100)), true));
        assertThat(open.catalogue().usable()).isEmpty();

        TinyGguf.chatModel(320).write(target);

        await().atMost(SOON).until(() -> open.catalogue().usable().size() == 1);
    }

    @Test
    void aBlobOfTheHubIsWatchedWhereItLies() throws Exception {
        Path repo = home.resolve("hub/models--o--r");
        Path blob = TinyGguf.chatModel(320).write(repo.resolve("blobs/abc"));
        Path link = repo.resolve("snapshots/c/Qwen3-8B-Q8_0.gguf");
        Files.createDirectories(link.resolveSibling(""));
        Files.createSymbolicLink(link, Path.of("../../blobs/abc"));
        library =
                ModelLibrary.open(
                        List.of(Folder.hub(home.resolve("hub"))),
                        List.of(),
                        changes::add,
                        Clock.systemUTC(),
                        QUICK,
                        true);
        settled(library);

        TinyGguf.chatModel(640).write(blob);

        awaitSize(library, blob);
    }

    @Test
    void aRescanAnswersWithTheNewList() throws Exception {
        ModelLibrary open = open(timing(Duration.ofMinutes(10)), false);
        TinyGguf.chatModel(320).write(own().resolve("Qwen3-8B-Q8_0.gguf"));

        assertThat(ids(open.rescan())).containsExactly("qwen3:8b");
        assertThat(ids(open.catalogue())).containsExactly("qwen3:8b");
        assertThat(changes).hasSize(1);
        open.rescan();
        assertThat(changes).as("nothing changed").hasSize(1);
    }

    @Test
    void aListenerThatFailsDoesNotEndTheWatch() throws Exception {
        library =
                ModelLibrary.open(
                        List.of(Folder.plain(own(), Source.USER)),
                        List.of(),
                        catalogue -> {
                            changes.add(catalogue);
                            throw new IllegalStateException("listener");
                        },
                        Clock.systemUTC(),
                        QUICK,
                        true);
        TinyGguf.chatModel(320).write(own().resolve("Qwen3-8B-Q8_0.gguf"));
        awaitIds(library, "qwen3:8b");
        TinyGguf.chatModel(320).write(own().resolve("yi-34b.gguf"));
        awaitIds(library, "qwen3:8b", "yi:34b");
    }

    @Test
    void aClosedLibraryKeepsItsListAndRefusesToScan() {
        ModelLibrary open = open(QUICK, true);
        open.close();

        assertThat(open.catalogue()).isNotNull();
        assertThatThrownBy(open::rescan).hasMessageContaining("closed");
    }

    private ModelLibrary open(ModelLibrary.Timing timing, boolean canWatch) {
        ModelLibrary opened =
                ModelLibrary.open(
                        List.of(Folder.plain(own(), Source.USER)),
                        List.of(),
                        changes::add,
                        Clock.systemUTC(),
                        timing,
                        canWatch);
        library = opened;
        return opened;
    }

    private Path own() {
        return home.resolve("models");
    }

    private static void awaitIds(ModelLibrary library, String... ids) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ids(library.catalogue())).containsExactly(ids));
    }

    /// The library with no scan pending that its own beginning asked for.
    private static ModelLibrary settled(ModelLibrary library) throws InterruptedException {
        library.rescan();
        return library;
    }

    private static void awaitSize(ModelLibrary library, Path file) {
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(library.catalogue().models())
                                        .singleElement()
                                        .satisfies(
                                                m ->
                                                        assertThat(m.size())
                                                                .isEqualTo(Files.size(file))));
    }

    private static List<String> ids(Catalogue catalogue) {
        return catalogue.models().stream().map(m -> m.id().value()).toList();
    }

    private static ModelLibrary.Timing timing(Duration poll) {
        return new ModelLibrary.Timing(
                Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(200), poll);
    }
}
