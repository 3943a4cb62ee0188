package dev.recua.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamMarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ":\n\n", ": data: x\r\n\r\n", "\n\r\r\n", ":a\r:b\n\n:c"})
    void commentsAndBlankLinesDoNotBeginTheAnswer(String text) {
        assertAtAllSplits(text, false, text.endsWith("c") ? "\n\n" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: x\n\n",
                ":\n\ndata:\r\n\r\n",
                "event: ping\ndata: {}\n\n:\n\n",
                "\n\nid\r\r"
            })
    void anyOtherLineBeginsIt(String text) {
        assertAtAllSplits(text, true, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data: {\"ha", "data: x\n", "data: x\r\n", ":\n\nevent: e\r", "data: x\n:c"})
    void anUnfinishedEventIsClosedBeforeOneOfOurs(String text) {
        assertAtAllSplits(text, true, "\n\n");
    }

    @Test
    void aFieldNameAloneBeginsIt() {
        assertAtAllSplits(":\nd", true, "\n\n");
    }

    private static void assertAtAllSplits(String text, boolean begun, String gap) {
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                var mark = new EventStreamMark();
                mark.feed(Buffer.buffer(text.substring(0, first)));
                mark.feed(Buffer.buffer(text.substring(first, second)));
                mark.feed(Buffer.buffer(text.substring(second)));
                assertThat(mark.begun()).as("split at %d and %d", first, second).isEqualTo(begun);
                assertThat(mark.gap()).as("split at %d and %d", first, second).isEqualTo(gap);
            }
        }
    }
}
