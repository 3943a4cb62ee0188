package dev.recua.models.gguf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How the numbers of a tensor are packed (`enum ggml_type`; sizes from llama.cpp's
/// ggml/src/ggml.c, 0.7.0).
///
/// @param code       its number in the file
/// @param block      elements that are packed together
/// @param blockBytes bytes of one block
public record TensorType(int code, String label, int block, int blockBytes) {

    /// The first number that llama.cpp 0.7.0 does not use. Later ones may be in use by a newer
    /// engine.
    static final int FIRST_UNKNOWN = 43;

    private static final Map<Integer, TensorType> KNOWN = table();

    static Optional<TensorType> find(int code) {
        return Optional.ofNullable(KNOWN.get(code));
    }

    private static Map<Integer, TensorType> table() {
        var rows = new HashMap<Integer, TensorType>();
        add(rows, 0, "F32", 1, 4);
        add(rows, 1, "F16", 1, 2);
        add(rows, 2, "Q4_0", 32, 18);
        add(rows, 3, "Q4_1", 32, 20);
        add(rows, 6, "Q5_0", 32, 22);
        add(rows, 7, "Q5_1", 32, 24);
        add(rows, 8, "Q8_0", 32, 34);
        add(rows, 9, "Q8_1", 32, 40);
        add(rows, 10, "Q2_K", 256, 84);
        add(rows, 11, "Q3_K", 256, 110);
        add(rows, 12, "Q4_K", 256, 144);
        add(rows, 13, "Q5_K", 256, 176);
        add(rows, 14, "Q6_K", 256, 210);
        add(rows, 15, "Q8_K", 256, 292);
        add(rows, 16, "IQ2_XXS", 256, 66);
        add(rows, 17, "IQ2_XS", 256, 74);
        add(rows, 18, "IQ3_XXS", 256, 98);
        add(rows, 19, "IQ1_S", 256, 50);
        add(rows, 20, "IQ4_NL", 32, 18);
        add(rows, 21, "IQ3_S", 256, 110);
        add(rows, 22, "IQ2_S", 256, 82);
        add(rows, 23, "IQ4_XS", 256, 136);
        add(rows, 24, "I8", 1, 1);
        add(rows, 25, "I16", 1, 2);
        add(rows, 26, "I32", 1, 4);
        add(rows, 27, "I64", 1, 8);
        add(rows, 28, "F64", 1, 8);
        add(rows, 29, "IQ1_M", 256, 56);
        add(rows, 30, "BF16", 1, 2);
        add(rows, 34, "TQ1_0", 256, 54);
        add(rows, 35, "TQ2_0", 256, 66);
        add(rows, 39, "MXFP4", 32, 17);
        add(rows, 40, "NVFP4", 64, 36);
        add(rows, 41, "Q1_0", 128, 18);
        add(rows, 42, "Q2_0", 64, 18);
        return Map.copyOf(rows);
    }

    private static void add(
            Map<Integer, TensorType> rows, int code, String label, int block, int bytes) {
        rows.put(code, new TensorType(code, label, block, bytes));
    }
}
