package dev.recua.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.error.ErrorType;
import dev.recua.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CircuitTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void fiveFailuresInARowOpenItForHalfAMinute() {
        Circuit circuit = failed(4);
        assertThat(circuit.admit(NOW)).isPresent();

        Circuit open = circuit.failed(NOW);

        assertThat(open.admit(NOW.plusSeconds(29))).isEmpty();
        assertThat(open.restsUntil(NOW)).contains(NOW.plusSeconds(30));
        assertThat(open.admit(NOW.plusSeconds(30))).isPresent();
    }

    @Test
    void anAnswerBetweenThemStartsTheCountAnew() {
        Circuit circuit = failed(4).answered();
        for (int i = 0; i < 4; i++) circuit = circuit.failed(NOW);

        assertThat(circuit.admit(NOW)).isPresent();
    }

    @Test
    void whenItsTimeIsOverOneRequestPassesAndTheOthersWaitForItsAnswer() {
        Instant later = NOW.plusSeconds(30);
        Circuit half = failed(5).admit(later).orElseThrow();

        assertThat(half.admit(later)).isEmpty();
        assertThat(half.answered().admit(later)).isPresent();
    }

    @Test
    void eachFailureOfThatOneRequestDoublesTheRestUpToFiveMinutes() {
        Circuit circuit = failed(5);
        Instant now = NOW;
        for (int seconds : List.of(30, 60, 120, 240, 300, 300)) {
            assertThat(circuit.restsUntil(now)).contains(now.plusSeconds(seconds));
            now = now.plusSeconds(seconds);
            circuit = circuit.admit(now).orElseThrow().failed(now);
        }
    }

    @Test
    void aRequestThatItsCallerGaveUpLeavesTheQuestionToTheNext() {
        Instant later = NOW.plusSeconds(30);
        Circuit half = failed(5).admit(later).orElseThrow();

        assertThat(half.abandoned(later).admit(later)).isPresent();
        assertThat(failed(2).abandoned(NOW)).isEqualTo(failed(2));
    }

    @Test
    void aLateFailureOfARequestFromBeforeDoesNotProlongTheRest() {
        Circuit open = failed(5);

        assertThat(open.failed(NOW.plusSeconds(20))).isEqualTo(open);
    }

    @ParameterizedTest
    @EnumSource
    void onlyFailuresOfTheProviderItselfCount(ErrorType type) {
        List<ErrorType> answers =
                List.of(
                        ErrorType.AUTHENTICATION_ERROR,
                        ErrorType.MODEL_NOT_FOUND,
                        ErrorType.CONTEXT_OVERFLOW,
                        ErrorType.INVALID_REQUEST);
        FakeClock clock = FakeClock.at(NOW);
        var breaker = new CircuitBreaker(Circuit.Limits.USUAL, clock);

        for (int i = 0; i < 5; i++) {
            assertThat(breaker.admit()).isTrue();
            breaker.failed(Failures.of(type));
        }

        assertThat(breaker.admit()).isEqualTo(answers.contains(type));
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.admit()).isTrue();
    }

    private static Circuit failed(int times) {
        Circuit circuit = Circuit.closed(Circuit.Limits.USUAL);
        for (int i = 0; i < times; i++) circuit = circuit.failed(NOW);
        return circuit;
    }

    @Test
    void aRequestThatNeverLeftTellsNothingOfTheProvider() {
        var breaker = new CircuitBreaker(Circuit.Limits.USUAL, FakeClock.at(NOW));
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.admit()).isTrue();
            breaker.failed(Failures.noPlace());
        }

        assertThat(breaker.restsUntil()).isEmpty();
    }
}
