package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PathTemplateTest {
    private static final PathTemplate LOAD = new PathTemplate("/api/models/{id}/load");

    @Test
    void aNameStandsForOneSegmentAndIsDecoded() {
        assertThat(LOAD.match("/api/models/qwen3:8b/load")).contains(Map.of("id", "qwen3:8b"));
        assertThat(LOAD.match("/api/models/qwen3%3A8b/load")).contains(Map.of("id", "qwen3:8b"));
        assertThat(LOAD.match("/api/models/org%2Frepo%3AQ8_0/load"))
                .contains(Map.of("id", "org/repo:Q8_0"));
        assertThat(LOAD.match("/api/models/a+b%20c/load")).contains(Map.of("id", "a+b c"));
        assertThat(LOAD.names()).containsExactly("id");
    }

    @Test
    void anotherPathIsNotOne() {
        assertThat(LOAD.match("/api/models/a/b/load")).isEmpty();
        assertThat(LOAD.match("/api/models//load")).isEmpty();
        assertThat(LOAD.match("/api/models/a/load/")).isEmpty();
        assertThat(LOAD.match("/api/models/a/Load")).isEmpty();
        assertThat(LOAD.match("/api/models/a")).isEmpty();
    }

    @Test
    void aPathWithoutNamesIsItself() {
        var running = new PathTemplate("/running");

        assertThat(running.match("/running")).isEqualTo(Optional.of(Map.of()));
        assertThat(running.match("/running/")).isEmpty();
        assertThat(running.names()).isEmpty();
    }
}
