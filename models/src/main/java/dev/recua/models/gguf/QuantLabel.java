package dev.recua.models.gguf;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The short name of a quantization, such as `Q4_K_M`.
public final class QuantLabel {
    /// A quantization in a file name, between separators. Group 1 is the token.
    ///
    /// `_` is a separator and a part of the token, so the longest match counts.
    public static final Pattern IN_NAME =
            Pattern.compile(
                    "(?i)(?<![a-z0-9])((?:ud-)?(?:[it]?q\\d(?:_(?:\\d+|k|nl|xxs|xs|s|m|l|xl)){0,4}|bf16|f16|f32|fp16|fp32|mxfp4(?:_moe)?|nvfp4))(?![a-z0-9])");

    /// `enum llama_ftype` in llama.cpp's include/llama.h, 0.7.0.
    private static final Map<Long, String> FILE_TYPES = fileTypes();

    /// Set on a file type that was guessed from the tensors.
    private static final long GUESSED = 1024;

    private QuantLabel() {}

    /// What `general.file_type` says; empty for a number that we do not know.
    static Optional<String> ofFileType(long fileType) {
        return Optional.ofNullable(FILE_TYPES.get(fileType & ~GUESSED));
    }

    /// The last quantization that the file name mentions.
    public static Optional<String> ofFileName(String fileName) {
        Matcher matcher = IN_NAME.matcher(fileName);
        String last = null;
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return Optional.ofNullable(last).map(QuantLabel::canonical);
    }

    /// The label to show: the header's, except where it cannot know. Dynamic files (`UD-…`,
    /// `…_XL`) carry the number of the nearest ordinary type, so their name is believed.
    public static Optional<String> of(Optional<String> header, String fileName) {
        Optional<String> name = ofFileName(fileName);
        boolean dynamic =
                name.filter(
                                label ->
                                        label.startsWith("UD-")
                                                || label.endsWith("_XL")
                                                || label.endsWith("K_L"))
                        .isPresent();
        return header.isEmpty() || dynamic ? name.or(() -> header) : header;
    }

    private static String canonical(String token) {
        String upper = token.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "FP16" -> "F16";
            case "FP32" -> "F32";
            default -> upper;
        };
    }

    private static Map<Long, String> fileTypes() {
        var names = new HashMap<Long, String>();
        String[] first = {
            "F32", "F16", "Q4_0", "Q4_1", "", "", "", "Q8_0", "Q5_0", "Q5_1", "Q2_K", "Q3_K_S",
            "Q3_K_M", "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "IQ2_XXS", "IQ2_XS",
            "Q2_K_S", "IQ3_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ3_M", "IQ2_S", "IQ2_M",
            "IQ4_XS", "IQ1_M", "BF16", "", "", "", "TQ1_0", "TQ2_0", "MXFP4", "NVFP4", "Q1_0",
            "Q2_0"
        };
        for (int i = 0; i < first.length; i++) {
            if (!first[i].isEmpty()) {
                names.put((long) i, first[i]);
            }
        }
        return Map.copyOf(names);
    }
}
