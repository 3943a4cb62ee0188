package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the field `model` in a multipart form as its bytes pass (RFC 7578), wherever it stands
/// among files of any size. Memory does not grow with the body: the head of one part and one short
/// value.
///
/// ```text
/// PREAMBLE ──boundary──► AFTER ──CRLF──► HEAD ──blank line──► CONTENT ──boundary──► AFTER …
///                          └──"--"──► CLOSED
/// ```
///
/// Feed pieces of any size with [#feed], then ask [#finish] once. Not thread-safe.
final class FormScanner implements BodyScanner {
    private static final int MAX_HEAD = 16 * 1024;
    private static final int MAX_BLANKS = 64;
    private static final int LINE_END = 2;
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
    private static final String DISPOSITION = "content-disposition:";

    private enum State {
        PREAMBLE,
        AFTER,
        HEAD,
        CONTENT,
        CLOSED
    }

    private final byte[] boundary;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream behind = new ByteArrayOutputStream();
    private State state = State.PREAMBLE;
    private State before = State.PREAMBLE;
    private int matched = LINE_END; // the first boundary needs no line before it
    private int unseen = LINE_END;
    private int ending; // how much of the blank line behind a head is here
    private boolean named;
    private boolean tooLong;
    private @Nullable String model;

    FormScanner(String boundary) {
        this.boundary = ("\r\n--" + boundary).getBytes(UTF_8);
    }

    @Override
    public void feed(byte[] bytes, int from, int to) {
        for (int at = from; at < to && model == null && state != State.CLOSED; at++) {
            step(bytes[at]);
        }
    }

    @Override
    public FormScan finish() {
        return new FormScan(Optional.ofNullable(model).filter(name -> !name.isBlank()));
    }

    private void step(byte b) {
        switch (state) {
            case PREAMBLE, CONTENT -> seek(b);
            case AFTER -> after(b);
            case HEAD -> head(b);
            case CLOSED -> {}
        }
    }

    /// Looks for the boundary. A carriage return stands only at its start, so that what was matched
    /// in vain can hold no second start.
    private void seek(byte b) {
        if (b != boundary[matched]) {
            keep(boundary, unseen, matched);
            matched = 0;
            unseen = 0;
        }
        if (b == boundary[matched]) {
            matched++;
            if (matched == boundary.length) found();
        } else {
            keep(new byte[] {b}, 0, 1);
        }
    }

    private void found() {
        before = state;
        state = State.AFTER;
        behind.reset();
    }

    /// Only blanks and a line end may follow, or two hyphens at the very end; else those were bytes
    /// of the content which happen to begin like the boundary.
    private void after(byte b) {
        behind.write(b);
        String seen = behind.toString(US_ASCII);
        if (seen.equals("--")) close(State.CLOSED);
        else if (seen.endsWith("\r\n")) close(State.HEAD);
        else if (!canGoOn(seen)) goBack(b);
    }

    private static boolean canGoOn(String seen) {
        if (seen.equals("-")) return true;
        String blanks = seen.endsWith("\r") ? seen.substring(0, seen.length() - 1) : seen;
        return blanks.length() <= MAX_BLANKS && blanks.chars().allMatch(c -> c == ' ' || c == '\t');
    }

    private void goBack(byte last) {
        state = before;
        keep(boundary, unseen, boundary.length);
        byte[] seen = behind.toByteArray();
        keep(seen, 0, seen.length - 1);
        matched = 0;
        unseen = 0;
        seek(last);
    }

    /// The part that was open ends here.
    private void close(State next) {
        if (named && !tooLong) model = kept.toString(UTF_8);
        named = false;
        kept.reset();
        ending = LINE_END; // a head may be nothing but the blank line
        state = next;
    }

    private void head(byte b) {
        kept.write(b);
        if (b == BLANK_LINE[ending]) ending++;
        else ending = b == BLANK_LINE[0] ? 1 : 0;
        boolean over = ending == BLANK_LINE.length;
        if (!over && kept.size() < MAX_HEAD) return;
        named = over && isModel(kept.toString(UTF_8));
        kept.reset();
        tooLong = false;
        state = State.CONTENT;
        // A part without content has its boundary right behind the blank line.
        matched = over ? LINE_END : 0;
        unseen = matched;
    }

    private static boolean isModel(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION))
                .anyMatch(
                        line ->
                                HeaderParameters.of(line, "name")
                                                .filter("model"::equals)
                                                .isPresent()
                                        && HeaderParameters.of(line, "filename").isEmpty());
    }

    private void keep(byte[] bytes, int from, int to) {
        if (!named || tooLong) return;
        if (kept.size() + to - from > JsonText.LIMIT) tooLong = true;
        else kept.write(bytes, from, to - from);
    }
}
