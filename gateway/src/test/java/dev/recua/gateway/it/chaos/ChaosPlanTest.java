package dev.recua.gateway.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChaosPlanTest {

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherAnother() {
        ChaosPlan plan = ChaosPlan.of(7, ChaosPlan.Engine.FAKE, 200);

        assertThat(ChaosPlan.of(7, ChaosPlan.Engine.FAKE, 200)).isEqualTo(plan);
        assertThat(ChaosPlan.of(8, ChaosPlan.Engine.FAKE, 200).faults())
                .isNotEqualTo(plan.faults());
    }

    @ParameterizedTest
    @EnumSource
    void aLongPlanHasEachFaultThatSuitsTheEngineEquallyOften(ChaosPlan.Engine engine) {
        var kinds = EnumSet.allOf(Fault.class);
        kinds.removeIf(fault -> !fault.suits(engine));

        var counts =
                ChaosPlan.of(1, engine, 10 * kinds.size()).faults().stream()
                        .collect(
                                Collectors.groupingBy(
                                        ChaosPlan.Planned::fault, Collectors.counting()));

        assertThat(counts).hasSameSizeAs(kinds).containsOnlyKeys(kinds);
        assertThat(counts.values()).containsOnly(10L);
    }

    @Test
    void aShortPlanIsTheStartOfALongOne() {
        var few = ChaosPlan.of(3, ChaosPlan.Engine.REAL, 10).faults();

        assertThat(ChaosPlan.of(3, ChaosPlan.Engine.REAL, 300).faults())
                .startsWith(few.toArray(ChaosPlan.Planned[]::new));
        assertThat(few)
                .extracting(ChaosPlan.Planned::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }
}
