package dev.recua.models.gguf;

import java.util.Locale;
import java.util.Optional;

/// The types a metadata value may have, in the order of their numbers in the file
/// (`enum gguf_type` of llama.cpp's ggml/include/gguf.h).
public enum ValueType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(0),
    ARRAY(0),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final ValueType[] BY_CODE = values();

    private final int bytes;

    ValueType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one value; 0 when the length is written in the file.
    public int bytes() {
        return bytes;
    }

    static Optional<ValueType> find(int code) {
        return code < 0 || code >= BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code]);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
