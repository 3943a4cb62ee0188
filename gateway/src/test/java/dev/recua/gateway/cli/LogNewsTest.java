package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LogNewsTest {
    @Test
    void whatFollowsTheOverlapIsNew() {
        assertThat(LogNews.since(List.of("a", "b", "c"), List.of("b", "c", "d", "e")))
                .isEqualTo(new LogNews<>(List.of("d", "e"), false));
    }

    @Test
    void aLogThatDidNotGrowHasNothingNew() {
        assertThat(LogNews.since(List.of("a", "b"), List.of("a", "b")))
                .isEqualTo(new LogNews<>(List.of(), false));
    }

    @Test
    void aLineThatIsWrittenAgainIsNew() {
        assertThat(LogNews.since(List.of("a"), List.of("a", "a", "a")))
                .isEqualTo(new LogNews<>(List.of("a", "a"), false));
    }

    @Test
    void theFirstLinesOfAnEmptyLogLeaveNoGap() {
        assertThat(LogNews.since(List.of(), List.of("a")))
                .isEqualTo(new LogNews<>(List.of("a"), false));
        assertThat(LogNews.since(List.of(), List.of())).isEqualTo(new LogNews<>(List.of(), false));
    }

    @Test
    void aLogThatSharesNothingWithTheLastLookHasAGap() {
        assertThat(LogNews.since(List.of("a", "b"), List.of("x")))
                .isEqualTo(new LogNews<>(List.of("x"), true));
    }

    @Test
    void aLogThatBecameEmptyHasNothingToTell() {
        assertThat(LogNews.since(List.of("a"), List.of()))
                .isEqualTo(new LogNews<>(List.of(), false));
    }

    @RepeatedTest(50)
    void whateverTheStepsEveryLineIsToldOnceAndInOrder(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        int window = 5 + random.nextInt(20);
        List<Integer> log = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        List<Integer> before = List.of();
        for (int look = 0; look < 30; look++) {
            for (int more = random.nextInt(window); more > 0; more--) {
                log.add(log.size());
            }
            List<Integer> now =
                    List.copyOf(log.subList(Math.max(0, log.size() - window), log.size()));
            told.addAll(LogNews.since(before, now).fresh());
            before = now;
        }

        assertThat(told).isEqualTo(log);
    }
}
