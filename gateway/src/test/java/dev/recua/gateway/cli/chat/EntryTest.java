package dev.recua.gateway.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntryTest {
    @Test
    void textIsAQuestion() {
        assertThat(Entry.of(" 1/2 = ? ")).isEqualTo(new Entry.Question("1/2 = ?"));
        assertThat(Entry.of("  ")).isEqualTo(new Entry.Nothing());
    }

    @Test
    void aCommandHasItsWordAndTheRest() {
        assertThat(Entry.of("/clear")).isEqualTo(new Entry.Order(ChatCommand.CLEAR, ""));
        assertThat(Entry.of("/model  qwen3:8b "))
                .isEqualTo(new Entry.Order(ChatCommand.MODEL, "qwen3:8b"));
        assertThat(Entry.of("/system You are\\\na pirate."))
                .isEqualTo(new Entry.Order(ChatCommand.SYSTEM, "You are\na pirate."));
    }

    @Test
    void aWordThatIsNoCommandBringsTheNearest() {
        assertThat(Entry.of("/modle x")).isEqualTo(new Entry.Unknown("/modle", List.of("/model")));
        assertThat(Entry.of("/etc/hosts")).isInstanceOf(Entry.Unknown.class);
    }

    @Test
    void inThreeQuotesItIsAQuestionWhateverItBeginsWith() {
        assertThat(Entry.of("\"\"\"/etc/hosts is what?\"\"\""))
                .isEqualTo(new Entry.Question("/etc/hosts is what?"));
    }
}
