package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.recua.gateway.body.JsonScan.Found;
import dev.recua.gateway.body.JsonScan.Malformed;
import dev.recua.gateway.body.JsonScan.NotAnObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private static final int DOCUMENTS = 24_000;
    private static final Found NAMELESS = new Found(Optional.empty(), true);

    private final ReferenceScan reference = new ReferenceScan();

    @ParameterizedTest
    @MethodSource
    void modelAndStreamOfTheTopLevelAreFound(String json, Found expected) {
        assertThat(scan(json)).isEqualTo(expected);
    }

    static Stream<Arguments> modelAndStreamOfTheTopLevelAreFound() {
        return Stream.of(
                arguments("{\"model\":\"qwen3:8b\",\"stream\":true}", found("qwen3:8b", true)),
                arguments("{\"stream\":true,\"a\":[{\"model\":\"b\",\"stream\":false}]}", NAMELESS),
                arguments(
                        "{\"model\":\"a\",\"model\":\"b\",\"stream\":true,\"stream\":false}",
                        found("b", false)),
                arguments(
                        "{\"m\\u006fdel\":\"caf\\u00e9 \\ud83e\\udd99\"}", found("café 🦙", false)),
                arguments("{\"model\":\"café\",\"stream\":\"true\"}", found("café", false)),
                arguments("{\"stream\":true,\"model\":\"a\",\"model\":null}", NAMELESS),
                arguments("{\"model\":7,\"model\":\"a\"}", found("a", false)),
                arguments("{\"model\":\"a\",\"stream\":true,\"stream\":1}", found("a", false)),
                arguments("\uFEFF \t\r\n{\"model\":\"a\"}\n", found("a", false)),
                arguments("{}", new Found(Optional.empty(), false)));
    }

    @ParameterizedTest
    @MethodSource
    void aMistakeIsNamedWithItsPlace(String json, long offset, String why) {
        assertThat(scan(json)).isEqualTo(new Malformed(offset, why));
    }

    static Stream<Arguments> aMistakeIsNamedWithItsPlace() {
        return Stream.of(
                arguments("", 0, "the body is empty"),
                arguments("  ", 2, "the body is empty"),
                arguments(
                        "{\"a\":01}",
                        6,
                        "unexpected '1' where ',' or a closing bracket should come"),
                arguments("{\"a\":1,}", 7, "unexpected '}' where a key should come"),
                arguments("{\"a\" 1}", 5, "unexpected '1' where ':' should come"),
                arguments(
                        "{\"a\":tru}", 8, "unexpected '}' where the rest of a literal should come"),
                arguments(
                        "{\"a\":[1,2",
                        9,
                        "the text ends where ',' or a closing bracket should come"),
                arguments("{} {}", 3, "unexpected '{' where the end should come"),
                arguments("{\"model\":[1]}", 9, "`model` must be a string"));
    }

    private static Found found(String model, boolean stream) {
        return new Found(Optional.of(model), stream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"model\":\"a\"}]", "\"model\"", "-0.5e+7", "true", "null"})
    void jsonThatIsNoObjectIsToldApart(String json) {
        assertThat(scan(json)).isEqualTo(new NotAnObject());
    }

    @Test
    void aModelNameOverOneKibibyteIsRefusedAndOneOfExactlyThatIsTaken() {
        assertThat(scan("{\"model\":\"" + "x".repeat(1024) + "\"}"))
                .isEqualTo(new Found(Optional.of("x".repeat(1024)), false));
        assertThat(scan("{\"model\":\"" + "x".repeat(1025) + "\"}"))
                .isInstanceOfSatisfying(
                        Malformed.class, m -> assertThat(m.why()).contains("1024 bytes"));
    }

    @Test
    void nestingIsBounded() {
        int most = JsonScanner.MAX_DEPTH;
        assertThat(scan("[".repeat(most) + "]".repeat(most))).isEqualTo(new NotAnObject());
        assertThat(scan("[".repeat(most + 1) + "]".repeat(most + 1)))
                .isEqualTo(
                        new Malformed(most, "arrays and objects are nested deeper than " + most));
    }

    @Test
    void itAgreesWithJacksonOnRandomAndMutatedDocuments() {
        long seed = Long.getLong("recua.seed", 20261120L);
        var documents = new RandomDocuments(new Random(seed));
        int valid = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] bytes = documents.next();
            JsonScan expected = reference.scan(bytes);
            if (!(expected instanceof Malformed)) valid++;
            assertThat(kind(scan(bytes)))
                    .as("seed %d, document %d: %s", seed, i, new String(bytes, UTF_8))
                    .isEqualTo(kind(expected));
        }
        assertThat(valid).isBetween(DOCUMENTS / 5, DOCUMENTS * 4 / 5);
    }

    @Test
    void theResultDoesNotDependOnWhereTheBytesAreSplit() {
        var documents = new RandomDocuments(new Random(7));
        for (int i = 0; i < 300; i++) {
            byte[] bytes = documents.next();
            JsonScan whole = scan(bytes);
            for (int split = 0; split <= bytes.length; split++) {
                var scanner = new JsonScanner();
                scanner.feed(bytes, 0, split);
                scanner.feed(bytes, split, bytes.length);
                assertThat(scanner.finish()).as("split at %d", split).isEqualTo(whole);
            }
            var byByte = new JsonScanner();
            for (int at = 0; at < bytes.length; at++) byByte.feed(bytes, at, at + 1);
            assertThat(byByte.finish()).isEqualTo(whole);
        }
    }

    @Test
    void everyTwoAndThreeByteUtf8SequenceIsJudgedAsTheJdkDoes() {
        byte[] json = "\"....\"".getBytes(UTF_8);
        for (int lead = 0x80; lead <= 0xFF; lead++) {
            for (int second = 0x70; second <= 0xC8; second++) {
                Arrays.fill(json, 1, 5, (byte) 0x80);
                json[1] = (byte) lead;
                json[2] = (byte) second;
                for (int length = 2; length <= 4; length++) {
                    byte[] text = Arrays.copyOf(json, length + 2);
                    text[length + 1] = '"';
                    assertThat(scan(text) instanceof NotAnObject)
                            .as("%02x %02x, %d bytes", lead, second, length)
                            .isEqualTo(reference.scan(text) instanceof NotAnObject);
                }
            }
        }
    }

    /// Places and wording of mistakes are ours; only that there is one must agree.
    private static JsonScan kind(JsonScan scan) {
        return scan instanceof Malformed ? new Malformed(0, "") : scan;
    }

    private static JsonScan scan(String json) {
        return scan(json.getBytes(UTF_8));
    }

    private static JsonScan scan(byte[] json) {
        var scanner = new JsonScanner();
        scanner.feed(json, 0, json.length);
        return scanner.finish();
    }
}
