package dev.recua.models.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.naming.AliasElection.Contender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AliasElectionTest {
    @Test
    void oneBillionIsTheSmallModelAndFourTheLarge() {
        assertThat(elect(chat("llama3.2:1b-instruct", 1), chat("gemma3:4b-it", 4)))
                .isEqualTo(
                        Map.of(
                                "gpt-3.5-turbo", "llama3.2:1b-instruct",
                                "gpt-4", "gemma3:4b-it",
                                "text-davinci-003", "llama3.2:1b-instruct"));
    }

    @Test
    void theSmallestOfAtLeastOneBillionWins() {
        assertThat(elect(chat("a", 3), chat("b", 1.5), chat("c", 0.9)))
                .containsEntry("gpt-3.5-turbo", "b")
                .containsEntry("text-davinci-003", "b")
                .doesNotContainKey("gpt-4");
    }

    @Test
    void belowOneBillionTheLargestWins() {
        assertThat(elect(chat("a", 0.1), chat("b", 0.5), chat("c", 0.3)))
                .containsEntry("gpt-3.5-turbo", "b");
    }

    @Test
    void tiesGoToTheFirstId() {
        assertThat(elect(chat("b", 7), chat("a", 7))).containsEntry("gpt-4", "a");
        assertThat(elect(chat("a", 7), chat("b", 7))).containsEntry("gpt-4", "a");
    }

    @Test
    void theBundledModelOwnsAnAliasOnlyIfNobodyElseMay() {
        var bundled = new Contender("recua:3m-instruct", 0.003, true, true);

        assertThat(elect(bundled))
                .isEqualTo(
                        Map.of(
                                "gpt-3.5-turbo", "recua:3m-instruct",
                                "text-davinci-003", "recua:3m-instruct"));
        assertThat(elect(bundled, new Contender("x:0.001b", 0.001, false, false)))
                .isEqualTo(
                        Map.of(
                                "gpt-3.5-turbo", "x:0.001b",
                                "text-davinci-003", "recua:3m-instruct"));
    }

    @Test
    void withoutACandidateThereIsNoAlias() {
        assertThat(elect()).isEmpty();
        assertThat(elect(new Contender("a", 8, false, false))).isEqualTo(Map.of("gpt-4", "a"));
    }

    private static Contender chat(String id, double billions) {
        return new Contender(id, billions, true, false);
    }

    private static Map<String, String> elect(Contender... contenders) {
        return AliasElection.elect(List.of(contenders));
    }
}
