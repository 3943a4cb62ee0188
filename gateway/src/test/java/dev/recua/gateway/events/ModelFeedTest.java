package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelRemoved;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelFeedTest {
    private static final ModelInfo A = Samples.model("a:1b", "initial", 0);
    private static final ModelInfo B = Samples.model("b:1b", "initial", 0);

    @Test
    void whatIsNewAndWhatHasChangedIsToldWhole() {
        ModelInfo changed = Samples.model("a:1b", "starting", 0);

        assertThat(ModelFeed.changes(Map.of(), List.of(A, B))).containsExactly(A, B);
        assertThat(ModelFeed.changes(Map.of("a:1b", A, "b:1b", B), List.of(changed, B)))
                .containsExactly(changed);
    }

    @Test
    void whatIsGoneIsToldFirst() {
        ModelInfo renamed = Samples.model("c:1b", "initial", 0);

        assertThat(ModelFeed.changes(Map.of("a:1b", A, "b:1b", B), List.of(A, renamed)))
                .containsExactly(new ModelRemoved("b:1b"), renamed);
    }

    @Test
    void theMemoryOfAProcessAloneIsNoChange() {
        ModelInfo before = Samples.model("a:1b", "ready", 0, child(1, 100));
        ModelInfo after = Samples.model("a:1b", "ready", 0, child(1, 200));
        ModelInfo other = Samples.model("a:1b", "ready", 0, child(2, 100));

        assertThat(ModelFeed.changes(Map.of("a:1b", before), List.of(after))).isEmpty();
        assertThat(ModelFeed.changes(Map.of("a:1b", before), List.of(other)))
                .containsExactly(other);
    }

    private static ModelInfo.Child child(long pid, long rss) {
        return new ModelInfo.Child(pid, 4000, "2026-01-01T00:00:00Z", List.of(), rss);
    }
}
