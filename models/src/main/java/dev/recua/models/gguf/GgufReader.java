package dev.recua.models.gguf;

import static dev.recua.models.gguf.GgufException.Reason.BIG_ENDIAN;
import static dev.recua.models.gguf.GgufException.Reason.MALFORMED;
import static dev.recua.models.gguf.GgufException.Reason.NOT_GGUF;
import static dev.recua.models.gguf.GgufException.Reason.TRUNCATED;
import static dev.recua.models.gguf.GgufException.Reason.VERSION;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the header of a GGUF file.
///
/// The checks are those of llama.cpp (`gguf_init_from_file_impl` and the model loader, 0.7.0), so
/// that a file which passes here is not refused there for its form. Two things are looser on
/// purpose: bytes after the last tensor are legal, and a tensor type with a number newer than the
/// known ones is accepted, because a newer engine may know it.
///
/// Cost: time linear in the header, under 16 MiB of memory whatever the file says. Without state;
/// any thread.
public final class GgufReader {
    /// Bytes of one text that are kept; the longest chat templates are about 30 KiB.
    public static final int TEXT_KEPT = 64 << 10;

    private static final int LONGEST_KEY = 65_535;
    private static final long LARGEST_ARRAY = 1L << 30;
    private static final int NUMBERS_KEPT = 512;
    private static final int TEXTS_KEPT = 8;
    private static final int ELEMENT_TEXT_KEPT = 256;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int SMALLEST_ENTRY = 8 + 1 + 4 + 1;
    private static final int SMALLEST_TENSOR = 8 + 4 + 4 + 8;

    private GgufReader() {}

    /// The header of `file`, which is closed again.
    ///
    /// @throws GgufException when the file cannot be used, with the reason
    /// @throws IOException when it cannot be read
    public static GgufHeader read(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return read(channel);
        }
    }

    /// Reads from where `channel` begins; does not close it.
    public static GgufHeader read(SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        var in = new HeaderInput(channel, size);
        int version = Preamble.version(in, size);
        in.enter("the counts");
        long tensorCount = count(in, "tensors");
        long entryCount = count(in, "metadata entries");
        fits(in, entryCount, SMALLEST_ENTRY, "metadata entries");
        fits(in, tensorCount, SMALLEST_TENSOR, "tensors");

        Map<String, GgufValue> metadata = metadata(in, entryCount);
        long alignment = alignment(metadata);
        var layout = new TensorLayout(alignment);
        List<TensorInfo> tensors = layout.read(in, tensorCount);
        long dataOffset = TensorLayout.padded(in.position(), alignment);
        layout.checkInside(tensors, dataOffset, size);
        return new GgufHeader(version, metadata, tensors, alignment, dataOffset, size);
    }

    private static long count(HeaderInput in, String what) throws IOException {
        long count = in.i64();
        if (count < 0) {
            throw new GgufException(
                    MALFORMED, "the number of %s is negative: %d".formatted(what, count));
        }
        return count;
    }

    private static void fits(HeaderInput in, long count, int smallest, String what)
            throws GgufException {
        if (count > in.remaining() / smallest) {
            throw new GgufException(
                    TRUNCATED,
                    "the header announces %d %s of at least %d bytes each, but only %d bytes follow"
                            .formatted(count, what, smallest, in.remaining()));
        }
    }

    private static Map<String, GgufValue> metadata(HeaderInput in, long count) throws IOException {
        var metadata = new LinkedHashMap<String, GgufValue>();
        for (long i = 0; i < count; i++) {
            in.enter("a metadata key");
            String key = key(in, i);
            in.enter(key);
            if (metadata.putIfAbsent(key, value(in)) != null) {
                throw new GgufException(
                        MALFORMED, "the metadata key '%s' appears twice".formatted(printable(key)));
            }
        }
        return metadata;
    }

    private static String key(HeaderInput in, long index) throws IOException {
        long at = in.position();
        long length = in.textLength();
        if (length == 0 || length > LONGEST_KEY) {
            throw new GgufException(
                    MALFORMED,
                    "metadata key %d at byte %d is %d bytes long; 1 to %d are allowed"
                            .formatted(index + 1, at, length, LONGEST_KEY));
        }
        in.keep(256 + 2 * length);
        return in.text(length, LONGEST_KEY);
    }

    private static GgufValue value(HeaderInput in) throws IOException {
        ValueType type = valueType(in);
        return switch (type) {
            case STRING -> text(in, TEXT_KEPT);
            case ARRAY -> array(in);
            default -> number(in, type);
        };
    }

    private static ValueType valueType(HeaderInput in) throws IOException {
        long at = in.position();
        int code = in.i32();
        return ValueType.find(code)
                .orElseThrow(
                        () ->
                                new GgufException(
                                        MALFORMED,
                                        "'%s' at byte %d has value type %d; known are 0 to %d"
                                                .formatted(
                                                        printable(in.part()),
                                                        at,
                                                        code,
                                                        ValueType.values().length - 1)));
    }

    private static GgufValue number(HeaderInput in, ValueType type) throws IOException {
        return switch (type) {
            case UINT8 -> new GgufValue.Whole(type, in.u8());
            case INT8 -> new GgufValue.Whole(type, (byte) in.u8());
            case UINT16 -> new GgufValue.Whole(type, in.i16() & 0xffffL);
            case INT16 -> new GgufValue.Whole(type, in.i16());
            case UINT32 -> new GgufValue.Whole(type, in.i32() & 0xffff_ffffL);
            case INT32 -> new GgufValue.Whole(type, in.i32());
            case UINT64, INT64 -> new GgufValue.Whole(type, in.i64());
            case FLOAT32 -> new GgufValue.Real(type, Float.intBitsToFloat(in.i32()));
            case FLOAT64 -> new GgufValue.Real(type, Double.longBitsToDouble(in.i64()));
            case BOOL -> new GgufValue.Flag(in.u8() != 0);
            case STRING, ARRAY -> throw new IllegalArgumentException(type + " is no number");
        };
    }

    private static GgufValue.Text text(HeaderInput in, int limit) throws IOException {
        long length = in.textLength();
        in.keep(64 + 2 * Math.min(length, limit));
        return new GgufValue.Text(in.text(length, limit), length);
    }

    private static GgufValue array(HeaderInput in) throws IOException {
        ValueType elements = valueType(in);
        if (elements == ValueType.ARRAY) {
            throw new GgufException(
                    MALFORMED,
                    "'%s' is an array of arrays, which GGUF does not have"
                            .formatted(printable(in.part())));
        }
        long count = in.i64();
        if (count < 0 || count > LARGEST_ARRAY) {
            throw new GgufException(
                    MALFORMED,
                    "the array '%s' says it has %s elements; at most %d are allowed"
                            .formatted(
                                    printable(in.part()),
                                    Long.toUnsignedString(count),
                                    LARGEST_ARRAY));
        }
        boolean texts = elements == ValueType.STRING;
        in.require(count * (texts ? Long.BYTES : elements.bytes()));
        int keep = (int) Math.min(count, texts ? TEXTS_KEPT : NUMBERS_KEPT);
        in.keep(64 + 32L * keep);
        var first = new ArrayList<GgufValue>(keep);
        for (int i = 0; i < keep; i++) {
            first.add(texts ? text(in, ELEMENT_TEXT_KEPT) : number(in, elements));
        }
        if (texts) {
            for (long i = keep; i < count; i++) {
                in.skip(in.textLength());
            }
        } else {
            in.skip((count - keep) * elements.bytes());
        }
        return new GgufValue.Array(elements, count, first);
    }

    private static long alignment(Map<String, GgufValue> metadata) throws GgufException {
        GgufValue value = metadata.get("general.alignment");
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        if (value instanceof GgufValue.Whole whole
                && whole.type() == ValueType.UINT32
                && Long.bitCount(whole.value()) == 1) {
            return whole.value();
        }
        throw new GgufException(
                MALFORMED, "general.alignment must be a uint32 and a power of two, is " + value);
    }

    /// A name from the file as it may appear in a message: short, one line.
    static String printable(String name) {
        String cut = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    /// The first eight bytes: whether this is GGUF at all, and which.
    private static final class Preamble {
        private static final int MAGIC = 0x46554747;
        private static final int LFS = 0x73726576;

        private Preamble() {}

        static int version(HeaderInput in, long size) throws IOException {
            if (size == 0) {
                throw new GgufException(TRUNCATED, "the file is empty");
            }
            int magic = in.i32();
            if (magic != MAGIC) {
                throw new GgufException(NOT_GGUF, notGguf(magic));
            }
            in.enter("the version");
            int version = in.i32();
            if (version == 2 || version == 3) {
                return version;
            }
            int swapped = Integer.reverseBytes(version);
            if (swapped >= 1 && swapped <= 3) {
                throw new GgufException(
                        BIG_ENDIAN,
                        "this is a big-endian GGUF file (version %d), which llama.cpp cannot load on this machine; get the little-endian file"
                                .formatted(swapped));
            }
            throw new GgufException(
                    VERSION,
                    "GGUF version %s; llama.cpp loads versions 2 and 3"
                            .formatted(Integer.toUnsignedString(version)));
        }

        private static String notGguf(int magic) {
            if (magic == LFS) {
                return "this is a Git LFS pointer, not the model itself: run `git lfs pull` where it came from";
            }
            var begins = new StringBuilder();
            for (int shift = 0; shift < 32; shift += 8) {
                int b = magic >>> shift & 0xff;
                begins.append(
                        b >= 0x20 && b < 0x7f ? String.valueOf((char) b) : "\\x%02x".formatted(b));
            }
            return "not a GGUF file: it begins with '%s' instead of 'GGUF'".formatted(begins);
        }
    }
}
