package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    private static final Set<Cause> ALWAYS =
            EnumSet.of(
                    Cause.KILLED, Cause.CRASHED, Cause.EXITED, Cause.NOT_LAUNCHED, Cause.GPU_LOST);

    @Test
    void aFirstStartOnAPortOfItsChoiceIsRepeatedForAccidentsAndForATakenPort() {
        assertThat(repeated(false, false)).isEqualTo(with(ALWAYS, Cause.PORT_IN_USE));
    }

    @Test
    void afterItWasWellShortMemoryAndALongStartAreAccidentsToo() {
        assertThat(repeated(true, false))
                .isEqualTo(with(ALWAYS, Cause.PORT_IN_USE, Cause.OUT_OF_MEMORY, Cause.TIMEOUT));
    }

    @Test
    void aTakenPortThatTheConfigurationNamesIsNeverRepeated() {
        assertThat(repeated(false, true)).isEqualTo(ALWAYS);
        assertThat(repeated(true, true))
                .isEqualTo(with(ALWAYS, Cause.OUT_OF_MEMORY, Cause.TIMEOUT));
    }

    @Test
    void whatOnlyAChangeCanHealIsNeverRepeated() {
        assertThat(repeated(true, false)).noneMatch(Cause::lasting);
    }

    private static Set<Cause> repeated(boolean wasWell, boolean fixedPort) {
        return Stream.of(Cause.values())
                .filter(c -> Repetition.isWorthIt(PlayedServer.failure(c), wasWell, fixedPort))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class)));
    }

    private static Set<Cause> with(Set<Cause> some, Cause... more) {
        Set<Cause> all = EnumSet.copyOf(some);
        all.addAll(Set.of(more));
        return all;
    }
}
