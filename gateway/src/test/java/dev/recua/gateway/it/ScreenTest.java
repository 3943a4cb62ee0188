package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    @ParameterizedTest
    @CsvSource({
        "one\\r\\ntwo, one\\ntwo",
        "10%\\r20%, 20%",
        "loading\\r\\e[Kdone, done",
        "loading\\e[2K\\rdone, done",
        "\\e[1;31mred\\e[0m, red",
        "\\e[?2004h> hi\\e[?2004l, > hi",
        "\\e]0;title\\abody, body",
        "abc\\b\\bX, aXc",
        "a\\r\\nb\\e[1Ac, ac\\nb",
        "a\\r\\nb\\r\\nc\\e[2A\\r\\e[Jx, x",
        "a\\e[3Cb, a   b",
        "abc\\e[1GX, Xbc",
        "\\e=typed\\e>, typed"
    })
    void aPersonSeesWhatIsLeft(String written, String seen) {
        assertThat(Screen.of(unescaped(written))).isEqualTo(unescaped(seen));
    }

    private static String unescaped(String text) {
        return text.replace("\\e", "\u001b")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\b", "\b")
                .replace("\\a", "\u0007");
    }
}
