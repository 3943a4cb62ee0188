package dev.recua.supervisor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.watch.LlamaAddress.Answer;
import dev.recua.supervisor.watch.Look.Slots;
import dev.recua.testkit.Golden;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsAnswerTest {

    @Test
    void slotsThatWereNeverUsedAreIdle() {
        assertThat(seen(golden("slots.txt")))
                .containsExactly(SlotProgress.idle(0), SlotProgress.idle(1));
    }

    @Test
    void slotsThatWereUsedKeepTheirTask() {
        List<SlotProgress> slots = seen(golden("slots-after.txt"));

        assertThat(slots).extracting(SlotProgress::processing).containsOnly(false);
        assertThat(slots)
                .extracting(SlotProgress::task)
                .containsExactly(OptionalLong.of(143), OptionalLong.of(149));
    }

    /// As seen in the middle of the second batch of 4096 tokens.
    @Test
    void aBatchUnderWayIsWhatIsKnownAndNotYetProcessed() {
        assertThat(seen(used(8192, 4096, 0, 0)))
                .containsExactly(SlotProgress.reading(0, 56, 4096, 4096));
    }

    @Test
    void whatWasInTheCacheIsNotUnderWay() {
        assertThat(seen(used(900, 0, 500, 0))).containsExactly(SlotProgress.reading(0, 56, 0, 400));
    }

    /// `n_prompt_tokens` goes on counting while tokens are generated.
    @Test
    void nothingIsUnderWayOnceATokenIsGenerated() {
        assertThat(seen(used(30, 12, 0, 18)))
                .containsExactly(SlotProgress.generating(0, 56, 12, 18));
    }

    @Test
    void olderBuildsWithStateAndOneNextTokenAreRead() {
        assertThat(seen("[{\"id\":3,\"id_task\":9,\"state\":1,\"next_token\":{\"n_decoded\":44}}]"))
                .containsExactly(
                        new SlotProgress(
                                3,
                                true,
                                OptionalLong.of(9),
                                OptionalLong.empty(),
                                0,
                                OptionalLong.of(44)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "null", "42", "\"slots\"", "<html>"})
    void whatIsNoListOfSlotsIsUnknown(String body) {
        assertThat(SlotsAnswer.read(new Answer(200, body), Duration.ZERO))
                .isInstanceOf(Slots.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"501, true", "401, true", "403, true", "404, true", "400, true", "503, false"})
    void aRefusalIsUnknownAndMostlyFinal(int status, boolean last) {
        Answer answer = new Answer(status, "{\"error\":{}}");

        assertThat(SlotsAnswer.read(answer, Duration.ZERO))
                .isEqualTo(new Slots.Unknown("/slots answered " + status));
        assertThat(SlotsAnswer.isFinal(answer)).isEqualTo(last);
    }

    @Test
    void propsTellWhetherAServerSleeps() {
        assertThat(SlotsAnswer.asleep(new Answer(200, golden("props.txt")))).isFalse();
        assertThat(SlotsAnswer.asleep(new Answer(200, "{\"is_sleeping\":true}"))).isTrue();
        assertThat(SlotsAnswer.asleep(new Answer(200, "{}"))).isFalse();
        assertThat(SlotsAnswer.asleep(new Answer(200, "no JSON"))).isFalse();
        assertThat(SlotsAnswer.asleep(new Answer(404, "{\"is_sleeping\":true}"))).isFalse();
    }

    private static List<SlotProgress> seen(String body) {
        return ((Slots.Seen) SlotsAnswer.read(new Answer(200, body), Duration.ZERO)).slots();
    }

    private static String used(long known, long processed, long cached, long decoded) {
        return """
        [{"id":0,"n_ctx":65536,"speculative":false,"is_processing":true,"id_task":56,\
        "n_prompt_tokens":%d,"n_prompt_tokens_processed":%d,"n_prompt_tokens_cache":%d,\
        "next_token":[{"has_next_token":true,"has_new_line":false,"n_remain":-1,"n_decoded":%d}]}]\
        """
                .formatted(known, processed, cached, decoded);
    }

    /// The body of a capture: what follows its first empty line.
    private static String golden(String name) {
        String text = Golden.text("llama-server-0.7.0/" + name).replace("\r", "");
        return text.substring(text.indexOf("\n\n") + 2).lines().findFirst().orElseThrow();
    }
}
