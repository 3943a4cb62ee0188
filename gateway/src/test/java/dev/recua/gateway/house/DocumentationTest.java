package dev.recua.gateway.house;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The map stays true: what the pages name, exists.
class DocumentationTest {
    /// Our classes by their full names, nested ones not included, and where their text is.
    private static final Map<String, Path> CLASSES = classes();

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern PATH = Pattern.compile("[\\w.-]+/[\\w./-]*");

    /// `Gateway`, `http.Routes`, `dev.recua.gateway.Main`, `RequestId.of`, `Child#stop()`.
    private static final Pattern TYPE =
            Pattern.compile(
                    "((?:[a-z][a-z0-9]*\\.)*[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)"
                            + "(?:[.#](\\w+)(?:\\(\\))?)?");

    /// Written like a type of ours, and none: headers of HTTP, and what the JDK has.
    private static final Set<String> NOT_OURS =
            Set.of("Allow", "Authorization", "Host", "Origin", "Server", "Thread.sleep");

    /// Pages that name types which need not exist: examples of style, and what comes later.
    private static final Set<String> NAMES_OTHERS =
            Set.of("CONVENTIONS.md", "docs/requirements.md");

    /// What a package may use, and where to begin reading.
    private static final Pattern SAYS_IT =
            Pattern.compile("(?s)^(?=.*(import|may use|knows))(?=.*(first|Start with)).*package ");

    private static final Pattern ROW =
            Pattern.compile("^\\| *([RXFUN]-[\\w-]+)[^|]*\\|(.*)\\|(.*)\\|(.*)\\|\\s*$");

    /// How many rows the requirements have, by the beginning of their ids; each is counted from 1.
    private static final Map<String, Integer> REQUIREMENTS =
            Map.ofEntries(
                    entry("R-000", 88),
                    entry("R-001", 77),
                    entry("R-002", 116),
                    entry("R-003", 56),
                    entry("R-004", 64),
                    entry("F-000", 6),
                    entry("F-001", 7),
                    entry("F-002", 9),
                    entry("F-003", 1),
                    entry("F-004", 1),
                    entry("X", 22),
                    entry("N", 14),
                    entry("U", 7));

    @Test
    void everyRelativeLinkOfEveryPageLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            for (String target : firstGroups(LINK, Repository.text(page))) {
                if (target.contains(":")) continue;
                Path named = page.resolveSibling(target);
                if (!Files.exists(named)) dead.add(relative(page) + " -> " + target);
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyPathOfThisRepositoryThatAPageNamesExists() {
        List<String> unknown = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            firstGroups(CODE, Repository.text(page)).stream()
                    .filter(code -> PATH.matcher(code).matches())
                    .filter(code -> Files.exists(inRoot(code.substring(0, code.indexOf('/')))))
                    .filter(code -> !Files.exists(inRoot(code)))
                    .forEach(code -> unknown.add(relative(page) + " -> " + code));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyTypeThatAPageNamesExistsAndHasTheNamedMember() {
        List<String> unknown = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            if (NAMES_OTHERS.contains(relative(page))) continue;
            firstGroups(CODE, Repository.text(page)).stream()
                    .filter(code -> !NOT_OURS.contains(code))
                    .map(TYPE::matcher)
                    .filter(Matcher::matches)
                    .filter(type -> !isThere(type.group(1), type.group(2)))
                    .forEach(type -> unknown.add(relative(page) + " -> " + type.group()));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItMayImportAndWhichFileToOpenFirst() {
        List<String> silent =
                Repository.files("package-info.java").stream()
                        .filter(file -> relative(file).contains("src/main/java/"))
                        .filter(DocumentationTest::holdsMore)
                        .filter(file -> !SAYS_IT.matcher(Repository.text(file)).find())
                        .map(DocumentationTest::relative)
                        .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void everyRequirementStandsThereExactlyOnce() {
        List<String> expected =
                REQUIREMENTS.entrySet().stream()
                        .flatMap(
                                it ->
                                        IntStream.rangeClosed(1, it.getValue())
                                                .mapToObj(number -> it.getKey() + "-" + number))
                        .toList();

        assertThat(requirements().stream().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(expected)
                .hasSize(468);
    }

    @Test
    void everyRequirementHasAStateAndWhatIsDoneNamesATestOrPageThatExists() {
        Set<String> known = CLASSES.keySet();
        List<String> wrong = new ArrayList<>();
        for (MatchResult row : requirements()) {
            String state = row.group(3).strip();
            List<String> shownBy = firstGroups(CODE, row.group(4));
            if (!state.matches("(done|part|not yet)\\b.*")) wrong.add(row.group(1) + ": " + state);
            if (state.startsWith("done") && shownBy.isEmpty()) {
                wrong.add(row.group(1) + " is done, shown by nothing");
            }
            for (String shown : shownBy) {
                if (!exists(shown, known)) wrong.add(row.group(1) + " is shown by " + shown);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<MatchResult> requirements() {
        return Repository.text(inRoot("docs/requirements.md"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .toList();
    }

    private static boolean holdsMore(Path packageInfo) {
        Path folder = packageInfo.resolveSibling("");
        return CLASSES.values().stream()
                .anyMatch(file -> file.startsWith(folder) && !file.endsWith("package-info.java"));
    }

    private static boolean isThere(String type, @Nullable String member) {
        return CLASSES.entrySet().stream()
                .filter(known -> endsWith(known.getKey(), type))
                .anyMatch(known -> member == null || has(known.getValue(), member));
    }

    private static boolean has(Path source, String member) {
        return Pattern.compile("\\b" + member + "\\b").matcher(Repository.text(source)).find();
    }

    private static Path inRoot(String path) {
        return Repository.root().resolve(path);
    }

    private static boolean exists(String shown, Set<String> known) {
        boolean isPath = shown.contains("/") || shown.endsWith(".md");
        if (isPath) return Files.exists(inRoot(shown));
        return known.stream().anyMatch(full -> endsWith(full, shown));
    }

    private static boolean endsWith(String full, String name) {
        return full.equals(name) || full.endsWith("." + name);
    }

    private static Map<String, Path> classes() {
        Map<String, Path> classes = new TreeMap<>();
        for (Path file : Repository.files(".java")) {
            String path = relative(file);
            int java = path.indexOf("/java/");
            if (java < 0) continue;
            String name =
                    path.substring(java + "/java/".length(), path.length() - ".java".length());
            classes.put(name.replace('/', '.'), file);
        }
        return classes;
    }

    private static List<String> firstGroups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private static String relative(Path file) {
        return Repository.root().relativize(file).toString().replace('\\', '/');
    }
}
