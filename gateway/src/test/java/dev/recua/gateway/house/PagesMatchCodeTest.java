package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.http.ModelTable;
import dev.recua.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the reference pages list as there today is what the code has: no more, no less.
class PagesMatchCodeTest {
    private static final String HTTP = "gateway/src/main/java/dev/recua/gateway/http/";
    private static final Pattern WORD = Pattern.compile("\"([a-zA-Z]+(?:_[a-z]+)*)\"");
    private static final Pattern PATH_LITERAL = Pattern.compile("\"(/[a-z0-9/_-]*)\"");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern CODE_ROW =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d{3}) \\| `(\\w+)` \\|");
    private static final Pattern OPERATION =
            Pattern.compile("(?m)^\\| `([A-Z]+ /[^`]*)` \\| (.*?) \\| .*");
    private static final Pattern ROUTE = Pattern.compile("`(GET|POST) (/[^`\\s]*)`");

    /// Status, type and code of one answer: in a row, or with the message between the first two.
    private static final Pattern ANSWER =
            Pattern.compile(
                    "(?s)\\(\\s*(\\d{3}),\\s*(?:new ApiError\\(.*?,\\s*)??"
                            + "(INVALID_REQUEST|\"\\w+_error\"),\\s*(?:null,\\s*)?\"(\\w+)\"");

    /// Words in an answer that are headers and their values.
    private static final Set<String> OF_HEADERS = Set.of("Allow", "false");

    @Test
    void theErrorCodesOfTodayAreThoseThatTheGatewayCanGive() {
        String page = page("errors.md");
        Set<String> inTable = groups(CODE_ROW, page, 1);

        Set<String> given = words(text(HTTP + "ApiErrors.java"), inTable::contains);

        assertThat(codesOfToday(page)).isEqualTo(given);
    }

    @Test
    void eachCodeOfTodayHasTheStatusAndTheTypeOfTheTable() {
        String page = page("errors.md");
        Set<String> today = codesOfToday(page);
        Set<String> inTable =
                CODE_ROW.matcher(page)
                        .results()
                        .filter(row -> today.contains(row.group(1)))
                        .map(row -> row.group(2) + " " + row.group(3) + " " + row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));

        Set<String> given =
                ANSWER.matcher(text(HTTP + "ApiErrors.java"))
                        .results()
                        .map(it -> it.group(1) + " " + type(it.group(2)) + " " + it.group(3))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(given).isEqualTo(inTable);
    }

    @Test
    void everyWordOfAnErrorIsACodeATypeOrADetailOfThePage() {
        String page = page("errors.md");
        Set<String> known = new TreeSet<>(OF_HEADERS);
        known.addAll(groups(CODE_ROW, page, 1));
        known.addAll(groups(CODE_ROW, page, 3));
        known.addAll(groups(CODE, section(page, "## Details"), 1));

        assertThat(words(text(HTTP + "ApiErrors.java"), _ -> true)).isSubsetOf(known);
    }

    @Test
    void noOtherPlaceOfTheGatewayMakesAnError() {
        List<Path> makers =
                Repository.files(".java").stream()
                        .filter(
                                file ->
                                        file.toString()
                                                .replace('\\', '/')
                                                .contains("gateway/src/main/"))
                        .filter(file -> Repository.text(file).contains("new ApiError("))
                        .toList();

        assertThat(makers).containsExactly(Repository.root().resolve(HTTP + "ApiErrors.java"));
    }

    @Test
    void theRoutesOfTodayAreThoseOfTheCode() {
        String routes = text(HTTP + "Routes.java");
        Set<String> served =
                groups(PATH_LITERAL, routes, 1).stream()
                        .filter(path -> path.equals("/") || !path.endsWith("/"))
                        .collect(Collectors.toCollection(TreeSet::new));
        served.addAll(ModelTable.posted());
        served.addAll(ModelTable.lookedAt());
        served.add("/upstream/{model}/…");

        assertThat(pathsOfToday()).isEqualTo(served);
    }

    @Test
    void whatGoesToAnEngineIsWhatThePageAsksWithPost() {
        Set<String> posted =
                ROUTE.matcher(section(page("http.md"), "## Routes today"))
                        .results()
                        .filter(route -> route.group(1).equals("POST"))
                        .map(route -> route.group(2))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(posted).isEqualTo(ModelTable.posted());
    }

    @Test
    void theOperationsOfOurOwnApiAreThoseOfTheTable() {
        JsonNode document = WireJson.mapper().readTree(Golden.text("api/openapi.json"));
        Set<String> inTable = new TreeSet<>();
        for (String path : document.path("paths").propertyNames()) {
            JsonNode methods = document.path("paths").path(path);
            for (String method : methods.propertyNames()) {
                JsonNode operation = methods.path(method);
                if (!operation.at("/tags/0").asString("").equals("admin")) continue;
                String summary = operation.path("summary").stringValue();
                inTable.add(method.toUpperCase(Locale.ROOT) + " " + path + ": " + summary);
            }
        }

        Set<String> onPage =
                OPERATION
                        .matcher(section(page("admin-api.md"), "## Operations"))
                        .results()
                        .map(row -> row.group(1) + ": " + row.group(2))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(onPage).isEqualTo(inTable);
    }

    private static String type(String written) {
        return written.equals("INVALID_REQUEST")
                ? "invalid_request_error"
                : written.replace("\"", "");
    }

    /// The first paragraph of the section.
    private static Set<String> codesOfToday(String page) {
        String section = section(page, "## Which of them can occur today").strip();
        return groups(CODE, section.split("\\n\\s*\\n", 2)[0], 1);
    }

    private static Set<String> pathsOfToday() {
        return groups(ROUTE, section(page("http.md"), "## Routes today"), 2).stream()
                .map(path -> path.replaceFirst("\\?.*$", ""))
                .map(path -> path.replaceFirst("/\\{id}$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// String literals that are one word.
    private static Set<String> words(String source, Predicate<String> wanted) {
        return groups(WORD, source, 1).stream()
                .filter(wanted)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What stands between this title and the next.
    private static String section(String page, String title) {
        int start = page.indexOf(title + "\n");
        assertThat(start).as("a section %s", title).isNotNegative();
        int end = page.indexOf("\n## ", start + title.length());
        return page.substring(start + title.length(), end < 0 ? page.length() : end);
    }

    private static Set<String> groups(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String page(String name) {
        return text("docs/reference/" + name);
    }

    private static String text(String path) {
        return Repository.text(Repository.root().resolve(path));
    }
}
