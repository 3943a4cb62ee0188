package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the first pages tell a user to type does what they say: typed into bash as printed, in a
/// folder with the launcher, only with the running gateway's address.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedCommandsIT {
    private static final List<String> PAGES = List.of("README.md", "docs/tutorial/first-answer.md");
    private static final String PRINTED_ADDRESS = "http://127.0.0.1:8091";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private PackagedRecua recua;
    @AutoClose private RunningGateway gateway;

    @BeforeAll
    void serve(@TempDir Path home) {
        recua = PackagedRecua.in(home).engine(RealEngine.path());
        gateway = recua.serve();
    }

    static Stream<ShellBlock> commandsThatAsk() {
        return PAGES.stream()
                .flatMap(page -> ShellBlock.of(page).stream())
                .filter(ShellBlock::asks);
    }

    @ParameterizedTest
    @MethodSource("commandsThatAsk")
    void aPrintedCommandAnswersTuesday(ShellBlock block) {
        String commands = block.commands().replace(PRINTED_ADDRESS, gateway.url().toString());
        var bash = recua.processBuilder(List.of("bash", "-euo", "pipefail", "-c", commands));
        bash.directory(Distribution.folder().toFile());

        Ended ended = Ended.of(bash, LIMIT).expect(0);

        assertThat(commands).contains(Caller.MONDAY);
        assertThat(answer(ended.out())).isEqualTo("Tuesday.");
    }

    @Test
    void everyPageShowsBothWaysToAsk() {
        assertThat(commandsThatAsk().map(ShellBlock::page)).hasSizeGreaterThanOrEqualTo(5);
        for (String page : PAGES) {
            assertThat(commandsThatAsk().filter(block -> block.page().equals(page)))
                    .as(page)
                    .anyMatch(block -> block.commands().contains("curl "))
                    .anyMatch(block -> block.commands().contains("./recua run "));
        }
    }

    /// What the model said: the pieces of a stream put together, the text of a message of
    /// Anthropic's, else the text as it is.
    private static String answer(String out) {
        if (out.startsWith("{")) return Caller.JSON.readTree(out).at("/content/0/text").asString();
        if (!out.contains("data: ")) return out.strip();
        return out.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Caller.JSON.readTree(line.substring("data: ".length())))
                .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
    }
}
