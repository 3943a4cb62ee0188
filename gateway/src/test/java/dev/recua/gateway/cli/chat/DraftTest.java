package dev.recua.gateway.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DraftTest {
    @Test
    void aLineIsAMessage() {
        assertThat(Draft.isOpen("What day is it?")).isFalse();
        assertThat(Draft.text("  What day is it? ")).isEqualTo("What day is it?");
        assertThat(Draft.isOpen("")).isFalse();
    }

    @Test
    void aBackslashAtItsEndGoesOnInTheNextLine() {
        assertThat(Draft.isOpen("one\\")).isTrue();
        assertThat(Draft.isOpen("one\\\ntwo\\")).isTrue();
        assertThat(Draft.isOpen("one\\\ntwo")).isFalse();
        assertThat(Draft.text("one\\\ntwo")).isEqualTo("one\ntwo");
        assertThat(Draft.text("a \\ b")).as("elsewhere it is itself").isEqualTo("a \\ b");
    }

    @Test
    void threeQuotesHoldEverythingUntilTheNext() {
        assertThat(Draft.isOpen("\"\"\"")).isTrue();
        assertThat(Draft.isOpen("\"\"\"one")).isTrue();
        assertThat(Draft.isOpen("\"\"\"one\n\n  two")).isTrue();
        assertThat(Draft.isOpen("\"\"\"one\ntwo\"\"\"")).isFalse();
        assertThat(Draft.text("\"\"\"\none\n\n  two\\\n\"\"\"")).isEqualTo("one\n\n  two\\");
        assertThat(Draft.text("\"\"\"one\"\"\"")).isEqualTo("one");
        assertThat(Draft.isOpen("\"\"\"\"\"\"")).isFalse();
        assertThat(Draft.text("\"\"\"\"\"\"")).isEmpty();
    }

    @Test
    void threeQuotesInTheMiddleAreText() {
        assertThat(Draft.isOpen("what is \"\"\" in Java?")).isFalse();
        assertThat(Draft.text("what is \"\"\" in Java?")).isEqualTo("what is \"\"\" in Java?");
    }

    @Test
    void linesOfAPasteBelongToTheMessage() {
        assertThat(Draft.isOpen("one\ntwo")).isFalse();
        assertThat(Draft.text("one\ntwo")).isEqualTo("one\ntwo");
    }

    @Test
    void whatIsLeftOpenByTheEndOfTheInputSaysWhatCame() {
        assertThat(Draft.text("one\\")).isEqualTo("one");
        assertThat(Draft.text("\"\"\"one\ntwo")).isEqualTo("one\ntwo");
    }
}
