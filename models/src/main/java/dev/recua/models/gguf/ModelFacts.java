package dev.recua.models.gguf;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// What a header tells about a model, without the header's size.
///
/// @param architecture     `general.architecture`, such as `llama`
/// @param name             `general.name`, for people
/// @param basename         `general.basename`
/// @param quantization     from `general.file_type`; see [QuantLabel#of]
/// @param parameters       numbers in all tensors of this file
/// @param tensors          how many tensors this file has
/// @param contextLength    tokens it was trained for
/// @param pooling          declared pooling; its presence makes an embedding or rerank model
/// @param encoder          attention looks both ways, so it cannot generate
/// @param chatTemplate     has its own chat template
/// @param toolTemplate     that template mentions tools
/// @param infill           has the tokens for filling in the middle
/// @param vision           a projector for images
/// @param audio            a projector for sound
/// @param projectionLength for a projector: the embedding length of the model it was made for
///     (unreliable in old files)
/// @param split            when the file is one part of several
public record ModelFacts(
        FileRole role,
        Optional<String> architecture,
        Optional<String> name,
        Optional<String> basename,
        Optional<String> quantization,
        long parameters,
        int tensors,
        OptionalLong contextLength,
        OptionalLong embeddingLength,
        OptionalLong blockCount,
        Optional<Pooling> pooling,
        boolean encoder,
        boolean chatTemplate,
        boolean toolTemplate,
        boolean infill,
        boolean vision,
        boolean audio,
        OptionalLong projectionLength,
        Optional<Split> split) {

    /// The place of a file among the parts of one model.
    ///
    /// @param index   from 0
    /// @param count   parts in all
    /// @param tensors tensors in all parts together, when the file says it
    public record Split(int index, int count, OptionalInt tensors) {}

    /// Architectures that llama.cpp runs with attention in both directions. Newer conversions say
    /// so themselves (`<arch>.attention.causal`), older ones do not.
    private static final Set<String> ENCODERS =
            Set.of(
                    "bert",
                    "nomic-bert",
                    "nomic-bert-moe",
                    "neo-bert",
                    "jina-bert-v2",
                    "jina-bert-v3",
                    "modern-bert",
                    "eurobert",
                    "gemma-embedding",
                    "llama-embed",
                    "t5encoder");

    /// Diffusion models also look both ways, but they do generate.
    private static final Set<String> DIFFUSION = Set.of("dream", "llada", "llada-moe", "rnd1");

    public static ModelFacts of(GgufHeader header) {
        Optional<String> architecture = header.text("general.architecture");
        String arch = architecture.orElse("");
        Optional<String> template = header.text("tokenizer.chat_template");
        return new ModelFacts(
                role(header, arch),
                architecture,
                header.text("general.name"),
                header.text("general.basename"),
                header.whole("general.file_type").stream()
                        .boxed()
                        .findFirst()
                        .flatMap(QuantLabel::ofFileType),
                header.parameters(),
                header.tensors().size(),
                positive(header, arch + ".context_length"),
                positive(header, arch + ".embedding_length"),
                positive(header, arch + ".block_count"),
                header.whole(arch + ".pooling_type").stream()
                        .boxed()
                        .findFirst()
                        .flatMap(Pooling::find),
                isEncoder(header, arch),
                template.isPresent(),
                template.filter(text -> text.contains("tools")).isPresent(),
                hasInfill(header),
                header.flag("clip.has_vision_encoder").orElse(false),
                header.flag("clip.has_audio_encoder").orElse(false),
                projectionLength(header),
                split(header));
    }

    /// The same facts with the sums over all parts of a split model.
    public ModelFacts withTotals(long allParameters, int allTensors) {
        return new ModelFacts(
                role,
                architecture,
                name,
                basename,
                quantization,
                allParameters,
                allTensors,
                contextLength,
                embeddingLength,
                blockCount,
                pooling,
                encoder,
                chatTemplate,
                toolTemplate,
                infill,
                vision,
                audio,
                projectionLength,
                split);
    }

    private static FileRole role(GgufHeader header, String arch) {
        String type = header.text("general.type").orElse("model").toLowerCase(Locale.ROOT);
        if (arch.equals("clip") || type.equals("mmproj") || type.equals("clip-vision")) {
            return FileRole.PROJECTOR;
        }
        if (type.equals("adapter")
                || header.find("adapter.type").isPresent()
                || arch.equals("controlvector")) {
            return FileRole.ADAPTER;
        }
        return type.equals("imatrix") ? FileRole.OTHER : FileRole.MODEL;
    }

    /// A length of zero, or beyond any machine, is no fact.
    private static OptionalLong positive(GgufHeader header, String key) {
        OptionalLong value = header.whole(key);
        return value.orElse(0) > 0 ? value : OptionalLong.empty();
    }

    private static boolean isEncoder(GgufHeader header, String arch) {
        if (DIFFUSION.contains(arch)) {
            return false;
        }
        return header.flag(arch + ".attention.causal")
                .map(causal -> !causal)
                .orElse(ENCODERS.contains(arch));
    }

    private static boolean hasInfill(GgufHeader header) {
        return header.find("tokenizer.ggml.fim_pre_token_id").isPresent()
                || header.find("tokenizer.ggml.prefix_token_id").isPresent();
    }

    private static OptionalLong projectionLength(GgufHeader header) {
        OptionalLong vision = header.whole("clip.vision.projection_dim");
        return vision.isPresent() ? vision : header.whole("clip.audio.projection_dim");
    }

    private static Optional<Split> split(GgufHeader header) {
        OptionalLong count = header.whole("split.count");
        if (count.isEmpty() || count.getAsLong() <= 1 || count.getAsLong() > 99_999) {
            return Optional.empty();
        }
        OptionalLong tensors = header.whole("split.tensors.count");
        return Optional.of(
                new Split(
                        (int) header.whole("split.no").orElse(0),
                        (int) count.getAsLong(),
                        tensors.isPresent()
                                ? OptionalInt.of((int) tensors.getAsLong())
                                : OptionalInt.empty()));
    }
}
