package dev.recua.gateway.scheduling;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random lives of a gateway, each from a printed seed: whatever happens in whatever order, what
/// [RandomWorld] says holds.
class SchedulerPropertyTest {
    @ParameterizedTest(name = "seed {0}, one model at a time")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void withOneModelAtATimeNothingIsLostAndNeverTwoAreResident(long seed) {
        new RandomWorld(seed, 1).live(4_000);
    }

    @ParameterizedTest(name = "seed {0}, two models at a time")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void withTwoModelsAtATimeNothingIsLostAndNeverThreeAreResident(long seed) {
        new RandomWorld(seed, 2).live(4_000);
    }

    @ParameterizedTest(name = "seed {0}, any number of models at a time")
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void withoutALimitOfModelsNothingIsLost(long seed) {
        new RandomWorld(seed, 0).live(4_000);
    }
}
