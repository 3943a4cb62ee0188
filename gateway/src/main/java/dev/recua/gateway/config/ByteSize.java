package dev.recua.gateway.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// An amount of bytes: `20GiB`, `512MiB`, `1GB`, `100`.
///
/// `KiB MiB GiB TiB` count in 1024s, `KB MB GB TB` in 1000s; a number alone is bytes. Whole numbers
/// only, no space, the letters exactly so: a size that can be read in two ways is refused.
///
/// @param bytes never negative
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]+)([A-Za-z]*)");
    private static final Map<String, Long> UNITS =
            Map.of(
                    "", 1L,
                    "B", 1L,
                    "KB", 1000L,
                    "MB", 1000_000L,
                    "GB", 1000_000_000L,
                    "TB", 1000_000_000_000L,
                    "KiB", 1L << 10,
                    "MiB", 1L << 20,
                    "GiB", 1L << 30,
                    "TiB", 1L << 40);
    private static final List<String> BINARY = List.of("TiB", "GiB", "MiB", "KiB");
    private static final String HINT = "Write a whole number and a unit, such as 20GiB or 512MiB.";

    public ByteSize {
        if (bytes < 0) throw new IllegalArgumentException("bytes is negative: " + bytes);
    }

    /// Reads a size.
    ///
    /// @throws BadValue when the text is not exactly of the form above, or above 2^63-1 bytes
    public static ByteSize parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) throw new BadValue("is no size: " + text, HINT);
        Long unit = UNITS.get(match.group(2));
        if (unit == null) throw new BadValue("has an unknown unit: " + text, HINT);
        var bytes = new BigInteger(match.group(1)).multiply(BigInteger.valueOf(unit));
        if (bytes.bitLength() > 63) throw new BadValue("is too large: " + text, HINT);
        return new ByteSize(bytes.longValue());
    }

    /// As [#parse], and at least one byte.
    public static ByteSize parsePositive(String text) {
        var size = parse(text);
        if (size.bytes == 0) throw new BadValue("must be more than 0", HINT);
        return size;
    }

    /// The shortest exact text that [#parse] reads back.
    @Override
    public String toString() {
        for (String name : BINARY) {
            long unit = UNITS.getOrDefault(name, 1L);
            if (bytes > 0 && bytes % unit == 0) return bytes / unit + name;
        }
        return Long.toString(bytes);
    }
}
