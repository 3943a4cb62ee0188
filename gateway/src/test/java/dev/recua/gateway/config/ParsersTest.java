package dev.recua.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recua.supervisor.engine.Variant;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {
    @ParameterizedTest
    @CsvSource({
        "10m, PT10M",
        "300s, PT5M",
        "1500ms, PT1.5S",
        "1h, PT1H",
        "0, PT0S",
        "0s, PT0S",
        "never, PT0S",
        "0050ms, PT0.05S",
        "2562047h, PT2562047H"
    })
    void aDurationIsAWholeNumberAndAUnit(String text, Duration expected) {
        assertThat(Durations.orNever(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10",
                "-1s",
                "+1s",
                "1.5s",
                "10 m",
                "10M",
                "5min",
                "1d",
                "1h30m",
                "Never",
                "٣s",
                "2562048h",
                "99999999999999999999s",
                "10m\n"
            })
    void everythingElseIsNoDuration(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Durations.orNever(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0ms", "0h", "never"})
    void aSpanThatMustPassCannotBeNothing(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Durations.positive(text));
    }

    @ParameterizedTest
    @CsvSource({
        "20GiB, 21474836480",
        "512MiB, 536870912",
        "1GB, 1000000000",
        "100, 100",
        "100B, 100",
        "0, 0",
        "1KiB, 1024",
        "1KB, 1000",
        "2TiB, 2199023255552",
        "2TB, 2000000000000",
        "3MB, 3000000",
        "9223372036854775807, 9223372036854775807"
    })
    void aSizeIsAWholeNumberAndAUnit(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
        assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "auto",
                "1.5GiB",
                "-1",
                "20 GiB",
                "20gib",
                "20G",
                "GiB",
                "1EiB",
                "9223372036854775808",
                "8388608TiB",
                "1_000"
            })
    void everythingElseIsNoSize(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8091, 127.0.0.1, 8091, true",
        "localhost:0, localhost, 0, true",
        "LOCALHOST:1, LOCALHOST, 1, true",
        "127.8.9.10:65535, 127.8.9.10, 65535, true",
        "[::1]:8091, ::1, 8091, true",
        "0.0.0.0:80, 0.0.0.0, 80, false",
        "[::]:80, ::, 80, false",
        "192.168.1.5:8091, 192.168.1.5, 8091, false",
        "box.example.org:8091, box.example.org, 8091, false",
        "localhost.example.org:8091, localhost.example.org, 8091, false"
    })
    void anAddressIsHostAndPort(String text, String host, int port, boolean loopback) {
        Listen listen = Listen.parse(text);

        assertThat(listen).isEqualTo(new Listen(host, port)).hasToString(text);
        assertThat(listen.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8091",
                ":8091",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "::1:8091",
                "[::1]",
                "[::g]:80",
                "300.0.0.1:80",
                "http://127.0.0.1:80",
                "*:80",
                "a b:80",
                "127.0.0.1:99999999999"
            })
    void everythingElseIsNoAddress(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Listen.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2147483647", "007"})
    void aCountIsDigits(String text) {
        assertThat(Parsers.atLeast(0).apply(text)).isEqualTo(Integer.parseInt(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", "0x10", "2147483648", "four", "1_000"})
    void everythingElseIsNoCount(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Parsers.atLeast(0).apply(text));
    }

    @ParameterizedTest
    @CsvSource({
        "~, /home/ana",
        "~/x, /home/ana/x",
        "x/../y, /etc/recua/y",
        "/a/./b, /a/b",
        "~bob/x, /etc/recua/~bob/x"
    })
    void aPathStartsAtTheFilesFolderOrTheUsersHome(String text, String expected) {
        var path = Parsers.path(Path.of("/etc/recua"), Path.of("/home/ana"));

        assertThat(path.apply(text)).isEqualTo(Path.of(expected));
    }

    @Test
    void aVariantIsOneOfThoseThatThereAreOrLeftToUs() {
        assertThat(Parsers.variant("auto")).isEqualTo(OrAuto.auto());
        assertThat(Parsers.variant("cuda")).isEqualTo(OrAuto.of(Variant.CUDA));
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Parsers.variant("cudaa"));
    }

    @Test
    void aSecretMatchesOnlyItselfAndShowsNothing() {
        Secret secret = Secret.parse(" sk-1 \n");

        assertThat(secret.matches("sk-1")).isTrue();
        assertThat(secret.matches("sk-2")).isFalse();
        assertThat(secret.matches("")).isFalse();
        assertThat(secret).hasToString("***").isEqualTo(Secret.parse("sk-1"));
        assertThat(secret.reveal()).isEqualTo("sk-1");
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> Secret.parse("pass wörd"))
                .withMessageNotContaining("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://far.example/, http://far.example",
        "http://[::1]:65535, http://[::1]:65535"
    })
    void aServerIsNamedByItsAddress(String text, String expected) {
        assertThat(Parsers.url(text)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://far.example:8080, speaks TLS",
        "http://127.0.0.1:70000, has no port",
        "http://127.0.0.1:0, has no port",
        "http://127.0.0.1:8080/v1, no address of a server",
        "http://me@127.0.0.1:8080, no address of a server",
        "127.0.0.1:8080, no address of a server"
    })
    void anAddressThatCannotBeUsedIsToldAtOnce(String text, String problem) {
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> Parsers.url(text))
                .withMessageContaining(problem);
    }
}
