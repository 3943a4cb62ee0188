package dev.recua.models.gguf;

import java.util.List;
import java.util.OptionalLong;

/// What the header says about one tensor; the numbers themselves are never read.
///
/// @param dims     up to four, the fastest-changing first; a tensor without any is one number
/// @param typeCode the packing, see [TensorType]; may be newer than the ones we know
/// @param offset   bytes from the start of the tensor data
/// @param elements the product of `dims`
/// @param bytes    empty when the packing is not known here
public record TensorInfo(
        String name,
        List<Long> dims,
        int typeCode,
        long offset,
        long elements,
        OptionalLong bytes) {
    public TensorInfo {
        dims = List.copyOf(dims);
    }

    /// `Q8_0`, or `type 99` when it is not one that we know.
    public String typeLabel() {
        return TensorType.find(typeCode).map(TensorType::label).orElse("type " + typeCode);
    }
}
