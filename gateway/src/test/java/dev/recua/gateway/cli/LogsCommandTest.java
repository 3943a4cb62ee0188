package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
    private final FakeGateway gateway = new FakeGateway();
    @TempDir Path run;
    private InMemory inMemory;

    @BeforeEach
    void against() {
        inMemory = new InMemory(run).against(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aModelsLogIsItsLastLines() {
        gateway.modelLog = () -> lines("one", "two");

        Result result = inMemory.run("logs", "gpt-4", "--lines", "50");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("one\ntwo\n");
        assertThat(gateway.looks).containsExactly("/api/models/gpt-4/log?lines=50");
    }

    @Test
    void withoutAModelItIsTheEndOfTheGatewaysLog() {
        gateway.log = () -> "one\ntwo\nthree\nhalf a li";

        assertThat(inMemory.run("logs", "--lines", "2").out())
                .isEqualToNormalizingNewlines("two\nthree\n");
    }

    @Test
    void twoHundredLinesAreShownUnlessToldOtherwise() {
        gateway.log =
                () -> IntStream.range(0, 300).mapToObj(i -> i + "\n").collect(Collectors.joining());

        assertThat(inMemory.run("logs").out().lines()).hasSize(200).startsWith("100");
    }

    @Test
    void anEmptyLogSaysWhenThereWillBeSomething() {
        Result result = inMemory.run("logs", "recua-tiny");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("recua-tiny has written nothing", "recua load recua-tiny");
    }

    @Test
    void asJsonItIsTheGatewaysAnswer() {
        gateway.modelLog = () -> lines("one", "two");

        assertThat(WireJson.mapper().readTree(inMemory.run("logs", "gpt-4", "--json").out()))
                .isEqualTo(WireJson.mapper().readTree(lines("one", "two")));
    }

    @Test
    void followingPrintsWhatIsNewOnceAndInOrderUntilItIsInterrupted() {
        looks(lines("one", "two"), lines("one", "two"), lines("two", "three", "four"));

        Result result = inMemory.run("logs", "gpt-4", "--follow", "--lines", "1");

        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualToNormalizingNewlines("two\nthree\nfour\n");
        assertThat(inMemory.pauses).containsOnly(Duration.ofMillis(500)).hasSize(3);
    }

    @Test
    void followingTheGatewayLeavesAHalfWrittenLineForLater() {
        Deque<String> texts = new ArrayDeque<>(List.of("one\ntw", "one\ntwo\n"));
        gateway.log = () -> texts.size() > 1 ? texts.remove() : texts.element();
        Deque<String> rest = new ArrayDeque<>(List.of("once"));
        inMemory.pause = time -> interruptWhenEmpty(rest);

        assertThat(inMemory.run("logs", "-f").out()).isEqualToNormalizingNewlines("one\ntwo\n");
    }

    @Test
    void linesThatWereMissedAreSaidToBe() {
        looks(lines("one"), lines("nine"));

        Result result = inMemory.run("logs", "gpt-4", "--follow");

        assertThat(result.out()).isEqualToNormalizingNewlines("one\nnine\n");
        assertThat(result.err()).contains("may be missing");
    }

    @Test
    void followingAsJsonIsOneLineForEachLine() {
        looks(lines("one"), lines("one", "two"));

        List<String> out = inMemory.run("logs", "gpt-4", "-f", "--json").out().lines().toList();

        assertThat(out).hasSize(2);
        assertThat(WireJson.mapper().readTree(out.getLast()).path("text").asString(""))
                .isEqualTo("two");
    }

    @Test
    void aGatewayThatLeavesEndsTheFollowingWithThree() {
        gateway.modelLog = () -> lines("one");
        inMemory.pause = time -> gateway.close();

        Result result = inMemory.run("logs", "gpt-4", "--follow");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEqualToNormalizingNewlines("one\n");
    }

    /// What the log looks like at each look; then the user presses Ctrl-C.
    private void looks(String... looks) {
        Deque<String> left = new ArrayDeque<>(List.of(looks));
        gateway.modelLog = left::element;
        inMemory.pause =
                time -> {
                    left.remove();
                    if (left.isEmpty()) {
                        throw new InterruptedException("Ctrl-C");
                    }
                };
    }

    private static void interruptWhenEmpty(Deque<String> left) throws InterruptedException {
        if (left.poll() == null) {
            throw new InterruptedException("Ctrl-C");
        }
    }

    private static String lines(String... texts) {
        return List.of(texts).stream()
                .map(
                        text ->
                                "{\"at\":null,\"level\":null,\"source\":\"m\",\"text\":\"%s\"}"
                                        .formatted(text))
                .collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }
}
