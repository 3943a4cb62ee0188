package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page on clients says what the tests show: each test that it names exists, each test of a
/// client stands there, and the versions are those that the tests use.
class CompatibilityPageTest {
    private static final String PAGE = "docs/reference/compatibility.md";
    private static final List<String> OF_CLIENTS =
            List.of("OpenAiNodeIT", "OpenAiJavaIT", "AnthropicNodeIT", "AnthropicJavaIT");

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test)\\.\\w+)`");
    private static final Pattern TEST =
            Pattern.compile("(?s)@(?:Parameterized)?Test\\b.*?\\bvoid (\\w+)\\(");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| .*\\| `\\w+");

    /// The rows of llama-swap's behaviours that concern routes, filters aside.
    private static final Set<String> ROWS =
            Set.of(
                    "6", "8", "13", "14", "18", "19", "20", "21", "24", "25", "34", "35", "37",
                    "38", "39", "40", "41", "42", "44", "50");

    @Test
    void everyTestThatThePageNamesIsOne() {
        Set<String> named = found(NAMED, page());

        assertThat(named).isNotEmpty().isSubsetOf(tests(sources()));
    }

    @Test
    void everyTestOfAClientAndEveryExceptionStandsOnThePage() {
        List<Path> wanted =
                sources().stream()
                        .filter(
                                file ->
                                        OF_CLIENTS.contains(name(file))
                                                || name(file).equals("CaptureExceptionsIT"))
                        .toList();

        assertThat(wanted).hasSize(OF_CLIENTS.size() + 1);
        assertThat(found(NAMED, page())).containsAll(tests(wanted));
    }

    @Test
    void everyBehaviourHasItsRow() {
        assertThat(found(ROW, page())).isEqualTo(new TreeSet<>(ROWS));
    }

    @Test
    void theVersionsAreThoseOfTheTests() {
        String npm = text("gateway/src/test/npm/package.json");
        String pom = text("pom.xml");

        assertThat(page())
                .contains("## openai for Node, " + one("\"openai\": \"([^\"]+)\"", npm))
                .contains(
                        "## @anthropic-ai/sdk for Node, "
                                + one("\"@anthropic-ai/sdk\": \"([^\"]+)\"", npm))
                .contains("## openai-java " + one("<openai-java.version>([^<]+)<", pom))
                .contains("## anthropic-java " + one("<anthropic-java.version>([^<]+)<", pom));
    }

    private static Set<String> tests(List<Path> files) {
        return files.stream()
                .flatMap(
                        file ->
                                found(TEST, Repository.text(file)).stream()
                                        .map(method -> name(file) + '.' + method))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> sources() {
        return Stream.of("Test.java", "IT.java")
                .flatMap(ending -> Repository.files(ending).stream())
                .toList();
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    private static String one(String pattern, String text) {
        Set<String> found = found(Pattern.compile(pattern), text);
        assertThat(found).as(pattern).hasSize(1);
        return found.iterator().next();
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String page() {
        return text(PAGE);
    }

    private static String text(String path) {
        return Repository.text(Repository.root().resolve(path));
    }
}
