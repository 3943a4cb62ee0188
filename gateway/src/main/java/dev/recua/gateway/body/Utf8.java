package dev.recua.gateway.body;

/// Checks UTF-8 byte by byte (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
///
/// llama-server refuses a body with broken UTF-8, so we do too, and sooner. Not thread-safe.
final class Utf8 {
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /// Takes a byte of 0x80 or above, or any byte while a character is unfinished.
    ///
    /// @return false when the byte cannot stand here
    boolean accept(int b) {
        return missing > 0 ? continues(b) : leads(b);
    }

    /// Whether a character is unfinished.
    boolean inside() {
        return missing > 0;
    }

    private boolean continues(int b) {
        if (b < lowest || b > highest) return false;
        lowest = 0x80;
        highest = 0xBF;
        missing--;
        return true;
    }

    private boolean leads(int b) {
        if (b < 0x80) return true;
        if (b < 0xC2 || b > 0xF4) return false;
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        if (b == 0xE0) lowest = 0xA0;
        if (b == 0xED) highest = 0x9F;
        if (b == 0xF0) lowest = 0x90;
        if (b == 0xF4) highest = 0x8F;
        return true;
    }
}
