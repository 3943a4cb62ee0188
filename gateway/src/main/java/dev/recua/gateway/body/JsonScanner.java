package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.recua.gateway.body.JsonScan.Found;
import dev.recua.gateway.body.JsonScan.Malformed;
import dev.recua.gateway.body.JsonScan.NotAnObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a JSON text byte by byte as it arrives and picks `model` and `stream` from its top level.
///
/// No tree, and memory that does not grow with the text: a bit per open bracket and one short
/// string. The whole grammar of RFC 8259 is checked, UTF-8 included, so that a broken body is
/// refused before an engine is loaded for it. A key that comes twice counts with its last value, as
/// in llama-server. A UTF-8 byte order mark before the text and white space around it are accepted,
/// as llama-server does.
///
/// Feed pieces of any size with [#feed], then ask [#finish] once. Not thread-safe.
public final class JsonScanner implements BodyScanner {
    /// Deepest nesting of arrays and objects accepted.
    public static final int MAX_DEPTH = 512;

    private enum State {
        START("a value"),
        VALUE("a value"),
        FIRST_ELEMENT("a value or ']'"),
        FIRST_KEY("a key or '}'"),
        KEY("a key"),
        COLON("':'"),
        AFTER("',' or a closing bracket"),
        STRING("text"),
        NAME("text"),
        LITERAL("the rest of a literal"),
        MINUS("a digit"),
        ZERO("',' or a closing bracket"),
        INTEGER("',' or a closing bracket"),
        POINT("a digit"),
        FRACTION("',' or a closing bracket"),
        EXPONENT("a digit or a sign"),
        SIGN("a digit"),
        POWER("',' or a closing bracket"),
        DONE("the end");

        final String awaits;

        State(String awaits) {
            this.awaits = awaits;
        }
    }

    private enum Field {
        MODEL,
        STREAM,
        OTHER
    }

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final long[] objects = new long[MAX_DEPTH / Long.SIZE];
    private final JsonText text = new JsonText();
    private State state = State.START;
    private int depth;
    private boolean object;
    private byte[] literal = {};
    private int literalAt;
    private int markAt;
    private long offset;
    private Field field = Field.OTHER;
    private @Nullable String model;
    private @Nullable Malformed modelProblem;
    private boolean stream;
    private @Nullable Malformed failure;

    /// Takes the next bytes, `from` inclusive to `to` exclusive. After a mistake the rest is
    /// ignored.
    @Override
    public void feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && failure == null) {
            if (state == State.STRING && !text.keeps() && text.plain()) {
                int end = skipPlain(bytes, at, to);
                offset += end - at;
                at = end;
                if (at == to) return;
            }
            step(bytes[at] & 0xFF);
            at++;
            offset++;
        }
    }

    /// The result, once all bytes were fed. The scanner is spent afterwards.
    @Override
    public JsonScan finish() {
        if (failure == null) end();
        if (failure != null) return failure;
        if (!object) return new NotAnObject();
        if (modelProblem != null) return modelProblem;
        return new Found(Optional.ofNullable(model), stream);
    }

    private void end() {
        if (depth == 0 && endsNumber(state)) state = State.DONE;
        if (state == State.DONE) return;
        failure =
                new Malformed(
                        offset,
                        state == State.START
                                ? "the body is empty"
                                : "the text ends where " + state.awaits + " should come");
    }

    /// Where the run of unremarkable ASCII characters of a string ends.
    private static int skipPlain(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b < 0x20 || b == '"' || b == '\\') break;
            at++;
        }
        return at;
    }

    private void step(int b) {
        switch (state) {
            case START -> start(b);
            case VALUE -> value(b, false);
            case FIRST_ELEMENT -> value(b, true);
            case FIRST_KEY, KEY -> key(b);
            case COLON -> colon(b);
            case AFTER -> after(b);
            case STRING, NAME -> string(b);
            case LITERAL -> literal(b);
            case DONE -> {
                if (!blank(b)) fail(b);
            }
            default -> number(b);
        }
    }

    private void start(int b) {
        if (markAt < MARK.length && offset == markAt && b == (MARK[markAt] & 0xFF)) {
            markAt++;
        } else if (markAt > 0 && markAt < MARK.length) {
            fail(b);
        } else {
            value(b, false);
        }
    }

    private void value(int b, boolean mayClose) {
        if (blank(b)) return;
        Field of = depth == 1 && inObject() ? field : Field.OTHER;
        if (of == Field.MODEL) model = null;
        if (of == Field.MODEL) modelProblem = null;
        if (of == Field.STREAM) stream = false;
        if (of == Field.MODEL && b != '"' && b != 'n') {
            modelProblem = new Malformed(offset, "`model` must be a string");
        }
        switch (b) {
            case '{' -> open(true);
            case '[' -> open(false);
            case ']' -> {
                if (mayClose) close();
                else fail(b);
            }
            case '"' -> {
                text.begin(of == Field.MODEL);
                state = State.STRING;
            }
            case 't' -> expect("rue");
            case 'f' -> expect("alse");
            case 'n' -> expect("ull");
            case '-' -> state = State.MINUS;
            case '0' -> state = State.ZERO;
            default -> {
                if (digit(b)) state = State.INTEGER;
                else fail(b);
            }
        }
        if (of == Field.STREAM && b == 't') stream = true;
    }

    private void key(int b) {
        if (blank(b)) return;
        if (b == '"') {
            text.begin(depth == 1);
            state = State.NAME;
        } else if (b == '}' && state == State.FIRST_KEY) {
            close();
        } else {
            fail(b);
        }
    }

    private void colon(int b) {
        if (blank(b)) return;
        if (b == ':') state = State.VALUE;
        else fail(b);
    }

    private void after(int b) {
        if (blank(b)) return;
        if (b == ',') state = inObject() ? State.KEY : State.VALUE;
        else if (b == (inObject() ? '}' : ']')) close();
        else fail(b);
    }

    private void string(int b) {
        if (b != '"' || !text.plain()) {
            if (!text.accept(b)) fail(b);
        } else if (state == State.NAME) {
            if (depth == 1) field = field(text);
            state = State.COLON;
        } else {
            if (text.keeps()) keepModel();
            valueEnded();
        }
    }

    private void keepModel() {
        model = text.text();
        if (text.tooLong()) {
            modelProblem =
                    new Malformed(offset, "`model` is longer than " + JsonText.LIMIT + " bytes");
        }
    }

    private static Field field(JsonText name) {
        if (name.tooLong()) return Field.OTHER;
        return switch (name.text()) {
            case "model" -> Field.MODEL;
            case "stream" -> Field.STREAM;
            default -> Field.OTHER;
        };
    }

    private void expect(String rest) {
        literal = rest.getBytes(US_ASCII);
        literalAt = 0;
        state = State.LITERAL;
    }

    private void literal(int b) {
        if (b != literal[literalAt]) fail(b);
        else if (++literalAt == literal.length) valueEnded();
    }

    private void number(int b) {
        State next = afterDigitOrSign(b);
        if (next != null) {
            state = next;
        } else if (endsNumber(state)) {
            valueEnded();
            step(b);
        } else {
            fail(b);
        }
    }

    private @Nullable State afterDigitOrSign(int b) {
        boolean exponent = b == 'e' || b == 'E';
        return switch (state) {
            case MINUS -> b == '0' ? State.ZERO : digit(b) ? State.INTEGER : null;
            case ZERO -> b == '.' ? State.POINT : exponent ? State.EXPONENT : null;
            case INTEGER ->
                    digit(b)
                            ? State.INTEGER
                            : b == '.' ? State.POINT : exponent ? State.EXPONENT : null;
            case POINT -> digit(b) ? State.FRACTION : null;
            case FRACTION -> digit(b) ? State.FRACTION : exponent ? State.EXPONENT : null;
            case EXPONENT -> b == '+' || b == '-' ? State.SIGN : digit(b) ? State.POWER : null;
            case SIGN, POWER -> digit(b) ? State.POWER : null;
            default -> null;
        };
    }

    private static boolean endsNumber(State state) {
        return switch (state) {
            case ZERO, INTEGER, FRACTION, POWER -> true;
            default -> false;
        };
    }

    private void open(boolean isObject) {
        if (depth == MAX_DEPTH) {
            failure =
                    new Malformed(offset, "arrays and objects are nested deeper than " + MAX_DEPTH);
            return;
        }
        if (depth == 0) object = isObject;
        long bit = 1L << depth;
        int word = depth / Long.SIZE;
        objects[word] = isObject ? objects[word] | bit : objects[word] & ~bit;
        depth++;
        state = isObject ? State.FIRST_KEY : State.FIRST_ELEMENT;
    }

    private void close() {
        depth--;
        valueEnded();
    }

    private void valueEnded() {
        state = depth == 0 ? State.DONE : State.AFTER;
    }

    private boolean inObject() {
        int top = depth - 1;
        return depth > 0 && (objects[top / Long.SIZE] & 1L << top) != 0;
    }

    private void fail(int b) {
        String what = b > 0x20 && b < 0x7F ? "'" + (char) b + "'" : "byte 0x%02x".formatted(b);
        failure =
                new Malformed(
                        offset, "unexpected " + what + " where " + state.awaits + " should come");
    }

    private static boolean blank(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean digit(int b) {
        return b >= '0' && b <= '9';
    }
}
