package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Keeps `docs/reference/cli.md` true: what it lists is what the program has, no more and no less.
class CliReferenceTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`-.*?) \\|");
    private static final Pattern OPTION = Pattern.compile("`(-{1,2}[a-zA-Z-]+)[^`]*`");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d+) \\| (.+) \\|$");

    private final Map<String, String> sections = sections(page());
    @TempDir Path run;

    @Test
    void theOptionsOfEveryCommandAreThoseOfThePage() {
        Map<String, Set<String>> commands = new TreeMap<>();
        collect(new InMemory(run).cli().model(), commands);

        assertThat(documentedCommands()).isEqualTo(commands);
    }

    @Test
    void theOptionsOfAllCommandsAreThoseOfThePage() {
        CommandSpec root = new InMemory(run).cli().model();

        assertThat(options(sections.get("Everywhere"))).isEqualTo(globalOptions(root));
        root.subcommands()
                .values()
                .forEach(
                        it ->
                                assertThat(it.getCommandSpec().optionsMap().keySet())
                                        .containsAll(globalOptions(root)));
    }

    @Test
    void theExitCodesAreThoseOfThePage() {
        Map<String, String> documented = new LinkedHashMap<>();
        CODE.matcher(sections.get("Exit codes"))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));

        assertThat(documented)
                .isEqualTo(
                        Arrays.stream(ExitCode.values())
                                .collect(
                                        Collectors.toMap(
                                                it -> String.valueOf(it.code()),
                                                ExitCode::meaning)));
    }

    private static void collect(CommandSpec command, Map<String, Set<String>> commands) {
        Set<String> own =
                command.options().stream()
                        .filter(option -> !option.inherited() && !isGlobal(option))
                        .flatMap(option -> Arrays.stream(option.names()))
                        .collect(Collectors.toCollection(TreeSet::new));
        commands.put(command.qualifiedName(), own);
        command.subcommands().values().forEach(it -> collect(it.getCommandSpec(), commands));
    }

    private static Set<String> globalOptions(CommandSpec root) {
        return root.options().stream()
                .filter(CliReferenceTest::isGlobal)
                .flatMap(option -> Arrays.stream(option.names()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isGlobal(OptionSpec option) {
        return option.scopeType() == picocli.CommandLine.ScopeType.INHERIT;
    }

    private Map<String, Set<String>> documentedCommands() {
        Map<String, Set<String>> commands = new TreeMap<>();
        sections.forEach(
                (title, text) -> {
                    if (title.startsWith("`recua")) {
                        commands.put(title.replace("`", ""), options(text));
                    }
                });
        return commands;
    }

    /// The options in the first column of a section's tables.
    private static Set<String> options(String text) {
        return ROW.matcher(text)
                .results()
                .flatMap(row -> OPTION.matcher(row.group(1)).results())
                .map(option -> option.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        var titles = SECTION.matcher(page).results().toList();
        for (int i = 0; i < titles.size(); i++) {
            MatchResult title = titles.get(i);
            int end = i + 1 < titles.size() ? titles.get(i + 1).start() : page.length();
            sections.put(title.group(1), page.substring(title.end(), end));
        }
        return sections;
    }

    /// The page lies at the root of the repository, above the folder that Maven tests in.
    private static String page() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs/reference/cli.md"))) {
            folder = folder.getParent();
        }
        assertThat(folder).as("a folder with docs/reference/cli.md").isNotNull();
        try {
            return Files.readString(folder.resolve("docs/reference/cli.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
