package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The map stays true: what the pages name, exists.
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern QUALIFIED_CLASS =
            Pattern.compile("(?:[a-z][a-z0-9]*\\.)+([A-Z]\\w*)");
    private static final Pattern ROW =
            Pattern.compile("^\\| *([RXFUN]-[\\w-]+)[^|]*\\|(.*)\\|(.*)\\|(.*)\\|\\s*$");

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
    void everyClassThatArchitectureNamesExists() {
        Set<String> known = classNames();
        String page = Repository.text(Repository.root().resolve("ARCHITECTURE.md"));

        List<String> unknown =
                firstGroups(CODE, page).stream()
                        .map(QUALIFIED_CLASS::matcher)
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> matcher.group())
                        .filter(name -> known.stream().noneMatch(full -> endsWith(full, name)))
                        .toList();

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyRequirementHasAStateAndWhatIsDoneNamesATestOrPageThatExists() {
        Set<String> known = classNames();
        String page = Repository.text(Repository.root().resolve("docs/requirements.md"));
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : page.lines().toList()) {
            var row = ROW.matcher(line);
            if (!row.matches()) continue;
            rows++;
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
        assertThat(rows).isEqualTo(468);
    }

    private static boolean exists(String shown, Set<String> known) {
        boolean isPath = shown.contains("/") || shown.endsWith(".md");
        if (isPath) return Files.exists(Repository.root().resolve(shown));
        return known.stream().anyMatch(full -> endsWith(full, shown));
    }

    private static boolean endsWith(String full, String name) {
        return full.equals(name) || full.endsWith("." + name);
    }

    /// Full names of all our classes, nested ones not included.
    private static Set<String> classNames() {
        return Repository.files(".java").stream()
                .map(file -> relative(file).replace('\\', '/'))
                .filter(path -> path.contains("/java/"))
                .map(path -> path.substring(path.indexOf("/java/") + "/java/".length()))
                .map(path -> path.substring(0, path.length() - ".java".length()))
                .map(path -> path.replace('/', '.'))
                .collect(Collectors.toSet());
    }

    private static List<String> firstGroups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private static String relative(Path file) {
        return Repository.root().relativize(file).toString();
    }
}
