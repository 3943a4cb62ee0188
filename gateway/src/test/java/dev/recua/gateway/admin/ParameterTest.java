package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {
    private static final Parameter.Truth WAIT =
            new Parameter.Truth("wait", true, "Whether it waits");
    private static final Parameter.Whole LINES =
            new Parameter.Whole("lines", 200, 1, 10_000, "How many");

    private static final Parameter.Word SOURCE = new Parameter.Word("source", "Whose");
    private static final Parameter.Choice LEVEL =
            new Parameter.Choice("level", List.of("info", "warn"), "Which");
    private static final Parameter.Some ONLY =
            new Parameter.Some("only", List.of("a", "b"), "Which");

    @Test
    void aTruthIsWordedOrItsBareName() {
        assertThat(WAIT.read(null)).isTrue();
        assertThat(WAIT.read("")).isTrue();
        assertThat(WAIT.read("true")).isTrue();
        assertThat(WAIT.read("false")).isFalse();
        assertThatThrownBy(() -> WAIT.read("no")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNumberOutsideItsLimitsIsTheNearestLimit() {
        assertThat(LINES.read(null)).isEqualTo(200);
        assertThat(LINES.read("7")).isEqualTo(7);
        assertThat(LINES.read("0")).isEqualTo(1);
        assertThat(LINES.read("-5")).isEqualTo(1);
        assertThat(LINES.read("99999999999")).isEqualTo(10_000);
        assertThatThrownBy(() -> LINES.read("many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LINES.read("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextThatIsNotThereOrIsNothingIsNone() {
        assertThat(SOURCE.read(null)).isEmpty();
        assertThat(SOURCE.read("")).isEmpty();
        assertThat(SOURCE.read("gpt-4")).contains("gpt-4");
    }

    @Test
    void aChoiceIsOneOfItsWords() {
        assertThat(LEVEL.read(null)).isEmpty();
        assertThat(LEVEL.read("warn")).contains("warn");
        assertThatThrownBy(() -> LEVEL.read("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEVEL.read("WARN")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void someAreWordsWithCommasBetweenThem() {
        assertThat(ONLY.read(null)).isEmpty();
        assertThat(ONLY.read("a,b,a")).containsExactlyInAnyOrder("a", "b");
        assertThatThrownBy(() -> ONLY.read("a,")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ONLY.read("a,c")).isInstanceOf(IllegalArgumentException.class);
    }
}
