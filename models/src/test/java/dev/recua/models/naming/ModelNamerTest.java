package dev.recua.models.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.naming.ModelNamer.Candidate;
import dev.recua.models.naming.ModelNamer.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ModelNamerTest {
    private static final long SEED = 4_711;

    @Test
    void aFileAloneHasItsShortName() {
        assertThat(names("Mistral-7B-Instruct-v0.3-Q5_K_M.gguf"))
                .isEqualTo(Map.of("Mistral-7B-Instruct-v0.3-Q5_K_M.gguf", "mistral:7b-instruct"));
    }

    @Test
    void releasesAreToldApartByTheirVersion() {
        List<Named> named =
                name(
                        "Mistral-7B-Instruct-v0.3-Q5_K_M.gguf",
                        "Mistral-7B-Instruct-v0.2-Q4_K_M.gguf");

        assertThat(named)
                .extracting(Named::id)
                .containsExactly("mistral:7b-instruct-v0.2", "mistral:7b-instruct-v0.3");
        assertThat(named.getFirst().aliases()).containsExactly("mistral:7b-instruct");
        assertThat(named.getLast().aliases()).isEmpty();
    }

    @Test
    void quantizationsOfOneModelAllGetTheirSuffixAndQ4KMHoldsTheShortName() {
        List<Named> named = name("Qwen3-8B-F16.gguf", "Qwen3-8B-Q4_K_M.gguf", "Qwen3-8B-Q8_0.gguf");

        assertThat(named)
                .extracting(Named::id)
                .containsExactly("qwen3:8b-f16", "qwen3:8b-q4_k_m", "qwen3:8b-q8_0");
        assertThat(named.get(1).aliases()).containsExactly("qwen3:8b");
    }

    @Test
    void aMiddleNameThatBecameSharedStillLeadsSomewhere() {
        List<Named> named =
                name(
                        "Mistral-7B-Instruct-v0.2-Q8_0.gguf",
                        "Mistral-7B-Instruct-v0.3-Q5_K_M.gguf",
                        "Mistral-7B-Instruct-v0.3-Q8_0.gguf");

        assertThat(named)
                .extracting(Named::id)
                .containsExactly(
                        "mistral:7b-instruct-v0.2",
                        "mistral:7b-instruct-v0.3-q5_k_m",
                        "mistral:7b-instruct-v0.3-q8_0");
        assertThat(named.get(0).aliases()).containsExactly("mistral:7b-instruct");
        assertThat(named.get(2).aliases()).containsExactly("mistral:7b-instruct-v0.3");
    }

    @Test
    void copiesAreNumberedInPathOrder() {
        List<Named> named =
                ModelNamer.name(
                        List.of(
                                candidate("/c/Qwen3-8B-Q4_K_M.gguf"),
                                candidate("/a/Qwen3-8B-Q4_K_M.gguf"),
                                candidate("/b/Qwen3-8B-Q4_K_M.gguf")),
                        Set.of());

        assertThat(named)
                .extracting(Named::id)
                .containsExactly("qwen3:8b-q4_k_m", "qwen3:8b-q4_k_m-2", "qwen3:8b-q4_k_m-3");
        assertThat(named.getFirst().aliases()).containsExactly("qwen3:8b");
    }

    @Test
    void theQuantizationOfTheHeaderHelpsWhereTheNameHasNone() {
        List<Named> named =
                ModelNamer.name(
                        List.of(
                                new Candidate(
                                        "/a/qwen3-8b.gguf",
                                        "qwen3-8b.gguf",
                                        Optional.of("Q6_K"),
                                        true),
                                candidate("/b/qwen3-8b-q8_0.gguf")),
                        Set.of());

        assertThat(named).extracting(Named::id).containsExactly("qwen3:8b-q6_k", "qwen3:8b-q8_0");
    }

    @Test
    void aReservedNameIsGivenToNobody() {
        List<Named> named =
                ModelNamer.name(List.of(candidate("/a/Qwen3-8B-Q8_0.gguf")), Set.of("qwen3:8b"));

        assertThat(named)
                .containsExactly(
                        new Named(candidate("/a/Qwen3-8B-Q8_0.gguf"), "qwen3:8b-q8_0", List.of()));
    }

    @Test
    void aBrokenFileDoesNotHoldTheShortName() {
        var broken =
                new Candidate(
                        "/a/Qwen3-8B-Q4_K_M.gguf", "Qwen3-8B-Q4_K_M.gguf", Optional.empty(), false);

        List<Named> named =
                ModelNamer.name(List.of(broken, candidate("/b/Qwen3-8B-F16.gguf")), Set.of());

        assertThat(named.getLast().aliases()).containsExactly("qwen3:8b");
    }

    @Test
    void namesAreNeverEmptyUniqueAndTheSameInAnyOrder() {
        var random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            List<Candidate> files = randomFiles(random, 1 + random.nextInt(30));
            List<Named> named = ModelNamer.name(files, Set.of());
            Collections.shuffle(files, random);

            assertThat(ModelNamer.name(files, Set.of()))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(named);
            var all = new ArrayList<String>();
            named.forEach(
                    n -> {
                        all.add(n.id());
                        all.addAll(n.aliases());
                    });
            assertThat(all)
                    .doesNotHaveDuplicates()
                    .allSatisfy(
                            name ->
                                    assertThat(name)
                                            .isNotBlank()
                                            .doesNotContain("/", " ", "undefined")
                                            .matches("[^-:._ ].*[^-:._ ]|[^-:._ ]"));
        }
    }

    @Test
    void addingAFileNeverTakesANameAway() {
        var random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            var files = new ArrayList<Candidate>();
            Set<String> before = Set.of();
            for (Candidate next : randomFiles(random, 25)) {
                files.add(next);
                Set<String> now = resolvable(ModelNamer.name(files, Set.of()));
                assertThat(now)
                        .as("seed %d, round %d, added %s", SEED, round, next)
                        .containsAll(before);
                before = now;
            }
        }
    }

    /// Few parts, so that they collide often.
    private static List<Candidate> randomFiles(Random random, int count) {
        String[] families = {
            "Qwen3", "mistral", "Llama-3.2", "nomic-embed-text", "foo", "模型", "2", "", "foo-2"
        };
        String[] sizes = {"-7B", "-1.5b", "-mini", "", ""};
        String[] variants = {"-Instruct", "-chat", "", ""};
        String[] releases = {"-v0.1", "-v0.2", "-2507", "", "-v1-q8_0-2"};
        String[] quants = {"-Q4_K_M", ".Q8_0", "-UD-Q4_K_XL", "-f16", "", "-2"};
        var files = new ArrayList<Candidate>();
        for (int i = 0; i < count; i++) {
            String file =
                    pick(families, random)
                            + pick(sizes, random)
                            + pick(variants, random)
                            + pick(releases, random)
                            + pick(quants, random)
                            + ".gguf";
            String path = "/" + random.nextInt(3) + "/" + file;
            Optional<String> quant =
                    random.nextInt(4) == 0 ? Optional.of("Q6_K") : Optional.empty();
            if (files.stream().noneMatch(f -> f.path().equals(path))) {
                files.add(new Candidate(path, file, quant, random.nextInt(8) != 0));
            }
        }
        return files;
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private static Set<String> resolvable(List<Named> named) {
        var names = new TreeSet<String>();
        for (Named one : named) {
            names.add(one.id());
            names.addAll(one.aliases());
        }
        return names;
    }

    private static List<Named> name(String... files) {
        return ModelNamer.name(
                Arrays.stream(files).map(f -> candidate("/m/" + f)).toList(), Set.of());
    }

    private static Map<String, String> names(String... files) {
        var names = new HashMap<String, String>();
        name(files).forEach(n -> names.put(n.candidate().fileName(), n.id()));
        return names;
    }

    private static Candidate candidate(String path) {
        return new Candidate(
                path, path.substring(path.lastIndexOf('/') + 1), Optional.empty(), true);
    }
}
