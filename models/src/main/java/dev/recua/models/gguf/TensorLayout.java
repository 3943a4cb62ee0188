package dev.recua.models.gguf;

import static dev.recua.models.gguf.GgufException.Reason.MALFORMED;
import static dev.recua.models.gguf.GgufException.Reason.TRUNCATED;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Reads the tensor infos of one header and checks that the tensors lie one after another inside
/// the file.
final class TensorLayout {
    private static final int LONGEST_NAME = 63;
    private static final int MOST_DIMS = 4;

    /// Numbers above this are no type of any fork either: the file is damaged.
    private static final int LARGEST_TYPE = 1023;

    private final long alignment;
    private long end;
    private boolean endKnown = true;

    TensorLayout(long alignment) {
        this.alignment = alignment;
    }

    static long padded(long offset, long alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    List<TensorInfo> read(HeaderInput in, long count) throws IOException {
        var tensors = new ArrayList<TensorInfo>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < count; i++) {
            in.enter("the tensor list");
            in.keep(320);
            TensorInfo tensor = tensor(in, i);
            if (!names.add(tensor.name())) {
                throw new GgufException(
                        MALFORMED,
                        "there are two tensors named '%s'".formatted(shown(tensor.name())));
            }
            follow(tensor);
            tensors.add(tensor);
        }
        return tensors;
    }

    /// The last byte of each tensor must be in the file; what comes after is nobody's business.
    void checkInside(List<TensorInfo> tensors, long dataOffset, long fileSize)
            throws GgufException {
        for (TensorInfo tensor : tensors) {
            long room = fileSize - dataOffset;
            long needed = tensor.offset() + tensor.bytes().orElse(0);
            if (needed > room) {
                long missing = missing(tensors, room);
                throw new GgufException(
                        TRUNCATED,
                        "the file is cut: it has %d bytes, the tensors need %d more (tensor '%s' is the first that is not whole); download it again or wait until it is complete"
                                .formatted(fileSize, missing, shown(tensor.name())));
            }
        }
    }

    private static long missing(List<TensorInfo> tensors, long room) {
        long needed = 0;
        for (TensorInfo tensor : tensors) {
            needed = Math.max(needed, tensor.offset() + tensor.bytes().orElse(0));
        }
        return needed - room;
    }

    private static TensorInfo tensor(HeaderInput in, long index) throws IOException {
        long length = in.textLength();
        if (length > LONGEST_NAME) {
            throw new GgufException(
                    MALFORMED,
                    "the name of tensor %d is %d bytes long; at most %d are allowed"
                            .formatted(index + 1, length, LONGEST_NAME));
        }
        String name = in.text(length, LONGEST_NAME);
        List<Long> dims = dims(in, name);
        int type = in.i32();
        long offset = in.i64();
        long elements = elements(name, dims);
        return new TensorInfo(
                name, dims, type, offset, elements, bytes(name, type, dims, elements));
    }

    private static List<Long> dims(HeaderInput in, String name) throws IOException {
        int count = in.i32();
        if (count < 0 || count > MOST_DIMS) {
            throw new GgufException(
                    MALFORMED,
                    "tensor '%s' has %s dimensions; at most %d are allowed"
                            .formatted(shown(name), Integer.toUnsignedString(count), MOST_DIMS));
        }
        var dims = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            dims.add(in.i64());
        }
        return dims;
    }

    private static long elements(String name, List<Long> dims) throws GgufException {
        long product = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new GgufException(
                        MALFORMED,
                        "tensor '%s' has a negative dimension: %s".formatted(shown(name), dims));
            }
            if (Math.multiplyHigh(product, dim) != 0 || product * dim < 0) {
                throw new GgufException(
                        MALFORMED,
                        "tensor '%s' is impossibly large: %s".formatted(shown(name), dims));
            }
            product *= dim;
        }
        return product;
    }

    private static OptionalLong bytes(String name, int code, List<Long> dims, long elements)
            throws GgufException {
        var known = TensorType.find(code);
        if (known.isEmpty()) {
            if (code >= TensorType.FIRST_UNKNOWN && code <= LARGEST_TYPE) {
                return OptionalLong.empty();
            }
            throw new GgufException(
                    MALFORMED,
                    "tensor '%s' has ggml type %d, which does not exist (or not any more)"
                            .formatted(shown(name), code));
        }
        TensorType type = known.get();
        long row = dims.isEmpty() ? 1 : dims.getFirst();
        if (row % type.block() != 0) {
            throw new GgufException(
                    MALFORMED,
                    "tensor '%s' has rows of %d numbers, which %s packs in blocks of %d"
                            .formatted(shown(name), row, type.label(), type.block()));
        }
        long blocks = elements / type.block();
        if (Math.multiplyHigh(blocks, type.blockBytes()) != 0 || blocks * type.blockBytes() < 0) {
            throw new GgufException(
                    MALFORMED, "tensor '%s' is impossibly large: %s".formatted(shown(name), dims));
        }
        return OptionalLong.of(blocks * type.blockBytes());
    }

    /// Each tensor begins where the one before it ended, padded. After one of unknown packing,
    /// its successor tells.
    private void follow(TensorInfo tensor) throws GgufException {
        long offset = tensor.offset();
        boolean fits = endKnown ? offset == end : offset >= end && offset % alignment == 0;
        if (!fits) {
            throw new GgufException(
                    MALFORMED,
                    "tensor '%s' begins at byte %s of the data instead of %s%d"
                            .formatted(
                                    shown(tensor.name()),
                                    Long.toUnsignedString(offset),
                                    endKnown ? "" : "an aligned byte after ",
                                    end));
        }
        endKnown = tensor.bytes().isPresent();
        long next = offset + tensor.bytes().orElse(0);
        if (next < 0 || padded(next, alignment) < 0) {
            throw new GgufException(
                    MALFORMED,
                    "the tensors up to '%s' are impossibly large".formatted(shown(tensor.name())));
        }
        end = padded(next, alignment);
    }

    private static String shown(String name) {
        return GgufReader.printable(name);
    }
}
