package dev.recua.gateway.body;

import java.nio.charset.StandardCharsets;

/// One JSON string as its bytes arrive: checks escapes and UTF-8, and keeps the unescaped text when
/// asked to.
///
/// Holds at most [#LIMIT] bytes. Not thread-safe.
final class JsonText {
    /// Longest text kept, in UTF-8 bytes.
    static final int LIMIT = 1024;

    private static final int PLAIN = -1;
    private static final int ESCAPE = 0;

    private final Utf8 utf8 = new Utf8();
    private final byte[] kept = new byte[LIMIT];
    private int length;
    private boolean keeps;
    private boolean tooLong;
    private int escape = PLAIN; // PLAIN, ESCAPE after a backslash, 1..4 the hex digit awaited
    private int unit;
    private int highSurrogate;

    /// Begins a new string.
    void begin(boolean keep) {
        keeps = keep;
        length = 0;
        tooLong = false;
        escape = PLAIN;
        highSurrogate = 0;
    }

    /// Whether the next byte is plain: neither inside an escape nor inside a character.
    boolean plain() {
        return escape == PLAIN && !utf8.inside();
    }

    boolean keeps() {
        return keeps;
    }

    boolean tooLong() {
        return tooLong;
    }

    /// The text so far; unpaired surrogate escapes become `?`.
    String text() {
        flushSurrogate();
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }

    /// Takes one byte inside the string (not the closing quote).
    ///
    /// @return false when it cannot stand here
    boolean accept(int b) {
        if (escape > ESCAPE) return hex(b);
        if (escape == ESCAPE) return escaped(b);
        if (utf8.inside() || b >= 0x80) {
            keep(b);
            return utf8.accept(b);
        }
        if (b < 0x20) return false;
        if (b == '\\') {
            escape = ESCAPE;
        } else {
            keep(b);
        }
        return true;
    }

    private boolean escaped(int b) {
        escape = PLAIN;
        switch (b) {
            case '"', '\\', '/' -> keep(b);
            case 'b' -> keep('\b');
            case 'f' -> keep('\f');
            case 'n' -> keep('\n');
            case 'r' -> keep('\r');
            case 't' -> keep('\t');
            case 'u' -> {
                escape = 1;
                unit = 0;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean hex(int b) {
        int digit = b < 0x80 ? Character.digit(b, 16) : -1;
        if (digit < 0) return false;
        unit = unit << 4 | digit;
        if (escape++ == 4) {
            escape = PLAIN;
            keepUnit((char) unit);
        }
        return true;
    }

    private void keepUnit(char c) {
        if (!keeps) return;
        if (Character.isLowSurrogate(c) && highSurrogate != 0) {
            int point = Character.toCodePoint((char) highSurrogate, c);
            highSurrogate = 0;
            keepPoint(point);
        } else {
            flushSurrogate();
            if (Character.isHighSurrogate(c)) highSurrogate = c;
            else keepPoint(Character.isLowSurrogate(c) ? '?' : c);
        }
    }

    private void keepPoint(int point) {
        for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) keep(b & 0xFF);
    }

    private void flushSurrogate() {
        if (highSurrogate == 0) return;
        highSurrogate = 0;
        keep('?');
    }

    private void keep(int b) {
        if (!keeps) return;
        flushSurrogate();
        if (length < LIMIT) kept[length++] = (byte) b;
        else tooLong = true;
    }
}
