package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.http.ErrorCode;
import dev.recua.gateway.http.ModelTable;
import dev.recua.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Test
    void theErrorCodesOfTodayAreThoseThatTheGatewayCanGive() {
        Set<String> given =
                Arrays.stream(ErrorCode.values())
                        .filter(code -> errors().contains("ErrorCode." + code.name()))
                        .map(ErrorCode::wire)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(codesOfToday(page("errors.md"))).isEqualTo(given);
        assertThat(given).hasSameSizeAs(ErrorCode.values());
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
                Arrays.stream(ErrorCode.values())
                        .map(code -> code.status() + " " + code.type() + " " + code.wire())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(given).isEqualTo(inTable);
    }

    @Test
    void everyDetailOfAnErrorStandsOnThePage() {
        Set<String> known = groups(CODE, section(page("errors.md"), "## Details"), 1);
        known.add("Allow"); // a header

        assertThat(words(errors())).isSubsetOf(known);
    }

    @Test
    void noOtherPlaceOfTheGatewayMakesAnError() {
        List<String> makers =
                Repository.files(".java").stream()
                        .filter(
                                file ->
                                        file.toString()
                                                .replace('\\', '/')
                                                .contains("gateway/src/main/"))
                        .filter(file -> Repository.text(file).contains("new ApiError("))
                        .map(file -> file.getFileName().toString())
                        .sorted()
                        .toList();

        assertThat(makers).containsExactly("ErrorAnswer.java", "ErrorCode.java");
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

    /// The classes that word the gateway's errors.
    private static String errors() {
        return Stream.of("ApiErrors", "ModelErrors", "OrderErrors", "EngineErrors", "ErrorDetails")
                .map(name -> text(HTTP + name + ".java"))
                .collect(Collectors.joining("\n"));
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
    private static Set<String> words(String source) {
        return groups(WORD, source, 1);
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
