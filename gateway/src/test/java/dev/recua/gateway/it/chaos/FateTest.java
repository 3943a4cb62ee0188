package dev.recua.gateway.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FateTest {
    private static final Instant START = Instant.EPOCH;
    private static final String WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: ";
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String REFUSAL = "{\"error\":{\"code\":\"engine_crashed\"}}";

    @Test
    void aWholeAnswerIsAnswered() {
        String body = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";

        assertThat(fate(WHOLE + body.length() + "\r\n\r\n" + body, false))
                .isInstanceOf(Fate.Answered.class);
        assertThat(
                        fate(
                                STREAM
                                        + chunk("data: {}\n\n")
                                        + chunk("data: [DONE]\n\n")
                                        + "0\r\n\r\n",
                                true))
                .isInstanceOf(Fate.Answered.class);
    }

    @Test
    void anAnswerThatEndsInTheMiddleIsBrokenOffOnlyIfItHadBegun() {
        assertThat(fate(STREAM + chunk(":\n\n") + chunk("data: {}\n\n"), true))
                .isInstanceOf(Fate.BrokenOff.class);
        assertThat(fate(STREAM + chunk(":\n\n"), true)).isInstanceOf(Fate.Lost.class);
        assertThat(fate("", true)).isInstanceOf(Fate.Lost.class);
        assertThat(fate(WHOLE + "100\r\n\r\n{\"cho", false)).isInstanceOf(Fate.BrokenOff.class);
    }

    @Test
    void aWholeStreamWithoutItsEndIsLost() {
        assertThat(fate(STREAM + chunk("data: {}\n\n") + "0\r\n\r\n", true))
                .isInstanceOf(Fate.Lost.class);
    }

    @Test
    void aRefusalIsAllowedWhenTheServiceIsGivenUpOrTwoEnginesDied() {
        String refused =
                "HTTP/1.1 502 x\r\nContent-Length: " + REFUSAL.length() + "\r\n\r\n" + REFUSAL;

        assertThat(fate(refused, false, "ready", "crashed", "error"))
                .isEqualTo(new Fate.GivenUp("engine_crashed"));
        assertThat(fate(refused, false, "ready", "crashed", "starting", "crashed"))
                .isEqualTo(new Fate.DiedTwice("engine_crashed"));
        assertThat(fate(refused, false, "ready", "crashed", "starting"))
                .isInstanceOf(Fate.Lost.class);
        assertThat(fate(refused.replace("engine_crashed", "internal_error"), false, "error"))
                .isInstanceOf(Fate.Lost.class);
    }

    @Test
    void theCauseOfARefusalMayBeToldAfterItButOnlyNext() {
        var reply =
                Ask.parsed(
                        "HTTP/1.1 502 x\r\nContent-Length: "
                                + REFUSAL.length()
                                + "\r\n\r\n"
                                + REFUSAL,
                        Optional.empty());
        var crashed = new StateTable.Seen(START, "crashed", 1);
        var late = new StateTable.Seen(START.plusSeconds(9), "error", 1);
        var starting = new StateTable.Seen(START.plusSeconds(5), "starting", 1);

        assertThat(Fate.of(reply, false, START.minusSeconds(1), START, List.of(crashed, late)))
                .isEqualTo(new Fate.GivenUp("engine_crashed"));
        assertThat(
                        Fate.of(
                                reply,
                                false,
                                START.minusSeconds(1),
                                START,
                                List.of(crashed, starting, late)))
                .isInstanceOf(Fate.Lost.class);
    }

    private static Fate fate(String bytes, boolean stream, String... states) {
        List<StateTable.Seen> seen =
                List.of(states).stream().map(s -> new StateTable.Seen(START, s, 0)).toList();
        return Fate.of(
                Ask.parsed(bytes, Optional.empty()), stream, START.minusSeconds(1), START, seen);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
