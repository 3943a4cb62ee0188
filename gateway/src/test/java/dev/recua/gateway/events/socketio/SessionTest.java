package dev.recua.gateway.events.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.events.socketio.Session.Act;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The frames as the protocols' own descriptions and the client of npm have them.
class SessionTest {
    private static final Session IN = new Session(true);

    @Test
    void theFramesOfAServerAreThoseOfTheProtocols() {
        assertThat(Frame.open("abc", Duration.ofSeconds(25), Duration.ofSeconds(60), 65536))
                .isEqualTo(
                        "0{\"sid\":\"abc\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":60000,"
                                + "\"maxPayload\":65536}");
        assertThat(Frame.letIn("xyz")).isEqualTo("40{\"sid\":\"xyz\"}");
        assertThat(Frame.refused("/admin", "Invalid namespace"))
                .isEqualTo("44/admin,{\"message\":\"Invalid namespace\"}");
        assertThat(Frame.event("llamaStatus", "{\"a\":1}"))
                .isEqualTo("42[\"llamaStatus\",{\"a\":1}]");
        assertThat(Frame.answer(12, "{\"a\":1}")).isEqualTo("4312[{\"a\":1}]");
        assertThat(Frame.PING).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40{}", "40{\"token\":\"x\"}", "40/,"})
    void aClientEntersOnce(String frame) {
        var turn = Session.NEW.received(frame);

        assertThat(turn.session().entered()).isTrue();
        assertThat(turn.acts()).containsExactly(new Act.LetIn());
        assertThat(turn.session().received(frame).acts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40/admin,           | 44/admin,{\"message\":\"Invalid namespace\"}",
                "40/admin            | 44/admin,{\"message\":\"Invalid namespace\"}",
                "40/a?x=1,{\"k\":1}  | 44/a?x=1,{\"message\":\"Invalid namespace\"}",
                "2                   | 3",
                "2probe              | 3probe",
            })
    void whatIsAnsweredAtOnce(String frame, String answer) {
        assertThat(Session.NEW.received(frame).acts()).containsExactly(new Act.Send(answer));
        assertThat(IN.received(frame).acts()).containsExactly(new Act.Send(answer));
    }

    @Test
    void whoAsksForTheStatusIsToldIt() {
        assertThat(IN.received("42[\"requestLlamaStatus\"]").acts())
                .containsExactly(new Act.TellStatus(OptionalLong.empty()));
        assertThat(IN.received("42[\"requestLlamaStatus\",{\"any\":1}]").acts())
                .containsExactly(new Act.TellStatus(OptionalLong.empty()));
        assertThat(IN.received("427[\"requestLlamaStatus\"]").acts())
                .containsExactly(new Act.TellStatus(OptionalLong.of(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"requestMetrics\"]",
                "423[\"requestLogs\",1,2]",
                "42[\"message\",{\"type\":\"x\"}]",
                "430[]",
                "41/other,",
                "6"
            })
    void whatIsNotForUsIsIgnored(String frame) {
        assertThat(IN.received(frame)).isEqualTo(new Session.Turn(IN, List.of()));
    }

    @Test
    void aPongIsASignOfLife() {
        assertThat(IN.received("3").acts()).containsExactly(new Act.Alive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "41"})
    void whoLeavesIsLetGo(String frame) {
        assertThat(codes(IN.received(frame))).containsExactly(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0{}",
                "5",
                "4",
                "49",
                "42",
                "42{}",
                "42[]",
                "42[1]",
                "42[null]",
                "42[\"a\"",
                "42[\"a\"]x",
                "42[\"connect\"]",
                "40[]",
                "40\"x\"",
                "41{}",
                "451-[\"a\",{\"_placeholder\":true,\"num\":0}]",
                "461-[]",
                "42999999999999999999999[\"requestLlamaStatus\"]"
            })
    void aFrameThatIsNoneEndsTheConnection(String frame) {
        assertThat(codes(IN.received(frame))).containsExactly(1007);
        assertThat(codes(Session.NEW.received(frame))).containsExactly(1007);
    }

    @Test
    void nobodySaysAnythingBeforeEntering() {
        assertThat(codes(Session.NEW.received("42[\"requestLlamaStatus\"]"))).containsExactly(1008);
        assertThat(codes(IN.received("42/admin,[\"requestLlamaStatus\"]"))).containsExactly(1008);
    }

    /// A deep nesting must not overflow the stack; the parser has its own limit.
    @Test
    void aDeepNestingIsRefused() {
        assertThat(codes(IN.received("42" + "[".repeat(30_000)))).containsExactly(1007);
    }

    private static List<Integer> codes(Session.Turn turn) {
        return turn.acts().stream()
                .map(act -> act instanceof Act.Close(var code, var _) ? code : 0)
                .toList();
    }
}
