package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormScannerTest {
    private static final int FORMS = 20_000;
    private static final String BOUNDARY = "b-1";
    private static final Pattern DELIMITER = Pattern.compile("\r\n--b-1([ \t]*\r\n|--)");

    /// What makes content look like a boundary, in pieces.
    private static final List<String> PIECES =
            List.of(
                    "\r\n--b-1",
                    "\r\n--b-",
                    "\r\n-",
                    "\r",
                    "\n",
                    "\r\n",
                    "--b-1",
                    "-",
                    "--",
                    " ",
                    "\t",
                    "x",
                    "model",
                    "é",
                    "\r\n\r\n",
                    "1");

    @Test
    void theModelIsFoundBehindAFile() {
        String form =
                part("form-data; name=\"file\"; filename=\"a.wav\"", "RIFF\r\n--b-\r\n\u0000")
                        + part("form-data; name=\"model\"", "whisper:base")
                        + "--b-1--\r\n";

        assertThat(scan(form)).contains("whisper:base");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=\"model\"",
                "form-data; name=model",
                "form-data;name=\"model\"",
                "FORM-DATA; x=\"a;name=b\"; NAME=\"m\\odel\""
            })
    void theNameOfAFieldMayBeWrittenInManyWays(String disposition) {
        assertThat(scan(part(disposition, "a") + "--b-1--")).contains("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=\"Model\"",
                "form-data; name=\"model\"; filename=\"model\"",
                "form-data; filename=\"name=model\"",
                "form-data"
            })
    void whatIsNoFieldOfThisNameIsPassedOver(String disposition) {
        assertThat(scan(part(disposition, "a") + "--b-1--")).isEmpty();
    }

    @Test
    void theFirstFieldCountsUnlessItIsTooLongForAName() {
        String tooLong = part("form-data; name=\"model\"", "x".repeat(JsonText.LIMIT + 1));
        String first = part("form-data; name=\"model\"", "first");
        String second = part("form-data; name=\"model\"", "second");

        assertThat(scan(tooLong + first + second + "--b-1--")).contains("first");
    }

    @Test
    void aFormThatEndsTooEarlyNamesNoModel() {
        String form = part("form-data; name=\"model\"", "abc") + "--b-1--";

        for (int length = 0; length < form.length() - "\r\n--b-1--".length(); length++) {
            assertThat(scan(form.substring(0, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    multipart/form-data; boundary=b-1           | b-1
                    Multipart/Form-Data; Boundary="b 1;x"       | b 1;x
                    multipart/form-data; charset=utf-8; boundary=b | b
                    multipart/form-data                         | ''
                    multipart/form-data; boundary=              | ''
                    application/json; boundary=b                |
                    """)
    void theBoundaryStandsInTheContentType(String contentType, String boundary) {
        assertThat(FormBoundary.of(contentType)).isEqualTo(Optional.ofNullable(boundary));
    }

    /// Each line end used to be looked at together with the whole head before it: the event loop
    /// stood still for minutes.
    @Test
    @Timeout(10)
    void aHeadOfNothingButLineEndsCostsNoMoreThanAnyOther() {
        byte[] part = ("--b-1\r\n" + "\n".repeat(16 * 1024) + "\r\n").getBytes(UTF_8);
        var scanner = new FormScanner(BOUNDARY);

        for (int count = 0; count < 1_000; count++) scanner.feed(part, 0, part.length);

        assertThat(scanner.finish().model()).isEmpty();
    }

    /// Contents are made of what looks like a boundary, and the bytes come in pieces of any size.
    @Test
    void whereverTheBytesAreSplitTheModelIsFoundAndNothingElse() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int count = 0; count < FORMS; count++) {
            Optional<String> model =
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(content(random));
            byte[] form = form(model, random).getBytes(UTF_8);

            var scanner = new FormScanner(BOUNDARY);
            for (int from = 0, to; from < form.length; from = to) {
                to = Math.min(form.length, from + 1 + random.nextInt(1 + random.nextInt(40)));
                scanner.feed(form, from, to);
            }

            assertThat(scanner.finish().model())
                    .as("seed %d, form %d: %s", seed, count, new String(form, UTF_8))
                    .isEqualTo(model.filter(name -> !name.isBlank()));
        }
    }

    private static String form(Optional<String> model, Random random) {
        List<String> parts = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            parts.add(part("form-data; name=\"f\"; filename=\"model\"", content(random)));
        }
        model.ifPresent(
                name ->
                        parts.add(
                                random.nextInt(parts.size() + 1),
                                part("form-data; name=\"model\"", name)));
        String preamble = random.nextInt(4) == 0 ? "to be ignored\r\n" : "";
        return preamble + String.join("", parts) + "--b-1--" + (random.nextBoolean() ? "\r\n" : "");
    }

    private static String content(Random random) {
        while (true) {
            var text = new StringBuilder();
            for (int count = random.nextInt(8); count > 0; count--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String content = text.toString();
            if (!DELIMITER.matcher("\r\n" + content + "\r\n--b-1").find()) return content;
        }
    }

    private static String part(String disposition, String content) {
        return "--b-1\r\nContent-Type: text/plain\r\nContent-Disposition: "
                + disposition
                + "\r\n\r\n"
                + content
                + "\r\n";
    }

    private static Optional<String> scan(String form) {
        var scanner = new FormScanner(BOUNDARY);
        byte[] bytes = form.getBytes(UTF_8);
        scanner.feed(bytes, 0, bytes.length);
        return scanner.finish().model();
    }
}
