package dev.recua.models.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Everything a GGUF file says before its tensor data.
///
/// @param version    2 or 3
/// @param metadata   in the order of the file
/// @param tensors    in the order of the file
/// @param alignment  bytes; `general.alignment`, 32 when absent
/// @param dataOffset where the tensor data begins
/// @param fileSize   bytes; may be more than the tensors need
public record GgufHeader(
        int version,
        Map<String, GgufValue> metadata,
        List<TensorInfo> tensors,
        long alignment,
        long dataOffset,
        long fileSize) {
    public GgufHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    public Optional<GgufValue> find(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /// The text at `key`; empty when there is none, it is blank, or it is no text.
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text text && !text.value().isBlank()
                ? Optional.of(text.value())
                : Optional.empty();
    }

    /// The whole number at `key`, of any width; empty when there is none.
    public OptionalLong whole(String key) {
        return metadata.get(key) instanceof GgufValue.Whole whole
                ? OptionalLong.of(whole.value())
                : OptionalLong.empty();
    }

    /// The flag at `key`; empty when there is none.
    public Optional<Boolean> flag(String key) {
        return metadata.get(key) instanceof GgufValue.Flag flag
                ? Optional.of(flag.value())
                : Optional.empty();
    }

    /// How many elements the array at `key` has; empty when there is none.
    public OptionalLong count(String key) {
        return metadata.get(key) instanceof GgufValue.Array array
                ? OptionalLong.of(array.count())
                : OptionalLong.empty();
    }

    /// All numbers in all tensors: what is called the parameter count.
    public long parameters() {
        return tensors.stream().mapToLong(TensorInfo::elements).reduce(0, GgufHeader::saturatedSum);
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
