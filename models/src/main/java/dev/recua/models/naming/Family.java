package dev.recua.models.naming;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of models that people call by one name.
///
/// @param name   how we write it; `#` stands for a version inside it, as in `qwen#-vl`
/// @param kind   what its models are for, when the family alone tells
/// @param inFile how files write it
/// @param word   its first word: a file name without it need not be looked at more closely
record Family(String name, Kind kind, String inFile, String word) {

    enum Kind {
        GENERAL,
        EMBEDDING,
        RERANK
    }

    /// A version: one or two digits per part (longer numbers are dates). It ends where the number
    /// ends, never before `.<digit>`, and it is not the first half of a size such as `1_8b`.
    static final String VERSION =
            "(?:\\d{1,2}(?:[._]\\d{1,2}){1,3}(?![a-z0-9])(?!\\.\\d)"
                    + "|\\d{1,2}(?![a-z0-9])(?!\\.\\d)(?!_\\d+[bmx]))";

    /// The order decides: `dolphin-2.9-llama3` is a dolphin, `deepseek-r1-distill-qwen` a
    /// deepseek-r1.
    private static final List<Family> TABLE =
            List.of(
                    of("recua-tiny", "recua"),
                    of("recua"),
                    // Rerankers and embedders before the families that they are made from.
                    rerank("bge-reranker"),
                    rerank("jina-reranker"),
                    rerank("qwen#-reranker"),
                    rerank("mxbai-rerank"),
                    rerank("gte-reranker"),
                    embedding("nomic-embed-text"),
                    embedding("nomic-embed-code"),
                    embedding("nomic-embed"),
                    embedding("mxbai-embed-large"),
                    embedding("mxbai-embed"),
                    embedding("snowflake-arctic-embed-xs"),
                    embedding("snowflake-arctic-embed-s"),
                    embedding("snowflake-arctic-embed-m"),
                    embedding("snowflake-arctic-embed-l"),
                    embedding("snowflake-arctic-embed"),
                    embedding("all-minilm-l6"),
                    embedding("all-minilm-l12"),
                    embedding("all-minilm"),
                    embedding("all-mpnet-base"),
                    embedding("bge-small"),
                    embedding("bge-base"),
                    embedding("bge-large"),
                    embedding("bge-m3"),
                    embedding("multilingual-e5-small"),
                    embedding("multilingual-e5-base"),
                    embedding("multilingual-e5-large"),
                    embedding("e5-small"),
                    embedding("e5-base"),
                    embedding("e5-large"),
                    embedding("gte-small"),
                    embedding("gte-base"),
                    embedding("gte-large"),
                    embedding("jina-embeddings"),
                    embedding("jina-embedding"),
                    embedding("jina-code-embeddings"),
                    embedding("granite-embedding"),
                    embedding("embeddinggemma"),
                    embedding("qwen#-embedding"),
                    embedding("paraphrase-multilingual"),
                    // Fine-tunes that name their base model too.
                    of("deepseek-r1"),
                    of("deepseek-v#"),
                    of("deepseek-coder-v#"),
                    of("deepseek-coder"),
                    of("deepseek-ocr"),
                    of("deepseek-llm", "deepseek"),
                    of("deepseek"),
                    of("openhermes"),
                    of("nous-hermes"),
                    of("hermes"),
                    of("dolphin"),
                    of("nemotron"),
                    of("wizardcoder"),
                    of("wizardlm"),
                    of("wizard-vicuna"),
                    of("openchat"),
                    of("starling-lm", "starling"),
                    of("neural-chat"),
                    of("stablelm"),
                    of("zephyr"),
                    of("orca-mini"),
                    of("orca"),
                    of("vicuna"),
                    of("bakllava"),
                    of("llava"),
                    of("moondream"),
                    of("minicpm-v#"),
                    of("minicpm-v"),
                    of("minicpm"),
                    of("tinydolphin"),
                    of("saiga"),
                    of("tulu"),
                    // Base families.
                    of("tinyllama"),
                    of("codellama"),
                    of("mixtral"),
                    of("mistral-nemo"),
                    of("mistral-small"),
                    of("mistral-medium"),
                    of("mistral-large"),
                    of("ministral"),
                    of("mistral"),
                    of("codestral"),
                    of("devstral"),
                    of("magistral"),
                    of("pixtral"),
                    of("voxtral"),
                    of("llama#-scout"),
                    of("llama#-maverick"),
                    of("llama-guard"),
                    of("llama"),
                    of("qwen#-vl"),
                    of("qwen-vl"),
                    of("qwen#-omni"),
                    of("qwen#-math"),
                    of("qwen#-next"),
                    of("codeqwen"),
                    of("qwen"),
                    of("qwq"),
                    of("qvq"),
                    of("gemma-#n", "gemma#n"),
                    of("codegemma"),
                    of("medgemma"),
                    of("shieldgemma"),
                    of("recurrentgemma"),
                    of("paligemma"),
                    of("functiongemma"),
                    of("gemma"),
                    of("phi"),
                    of("gpt-oss"),
                    of("smollm"),
                    of("smolvlm"),
                    of("starcoder"),
                    of("yi-coder"),
                    of("yi"),
                    of("solar"),
                    of("falcon-h1"),
                    of("falcon-mamba"),
                    of("falcon"),
                    of("granite-code"),
                    of("granite"),
                    of("command-r-plus"),
                    of("command-r7b"),
                    of("command-r"),
                    of("command-a"),
                    of("aya-expanse"),
                    of("aya"),
                    of("internlm"),
                    of("internvl"),
                    of("olmoe"),
                    of("olmo"),
                    of("lfm#-vl"),
                    of("lfm"),
                    of("exaone"),
                    of("ernie"),
                    of("glm"),
                    of("kimi-k2"),
                    of("kimi"),
                    of("minimax"),
                    of("hunyuan"),
                    of("seed-oss"),
                    of("jamba"),
                    of("mamba"),
                    of("rwkv"),
                    of("baichuan"),
                    of("bloom"),
                    of("mpt"),
                    of("gpt2"),
                    of("arctic"),
                    of("dbrx"),
                    of("grok"),
                    of("apertus"));

    /// The first family of the table that stands in `stem` at the border of a word.
    static Optional<Found> find(String stem) {
        for (Family family : TABLE) {
            if (!stem.contains(family.word)) {
                continue;
            }
            Matcher matcher = pattern(family.inFile).matcher(stem);
            if (matcher.find()) {
                String name =
                        family.name.contains("#")
                                ? family.name.replace("#", dotted(matcher.group("v")))
                                : family.name;
                return Optional.of(new Found(name, family.kind, matcher.start(), matcher.end()));
            }
        }
        return Optional.empty();
    }

    /// A family found in a file name.
    ///
    /// @param start where it begins in the text
    /// @param end   where what follows it begins
    record Found(String name, Kind kind, int start, int end) {}

    static String dotted(String version) {
        return version.replace('_', '.');
    }

    private static Family of(String name) {
        return of(name, name);
    }

    private static Family of(String inFile, String name) {
        return of(inFile, name, Kind.GENERAL);
    }

    private static Family embedding(String name) {
        return of(name, name, Kind.EMBEDDING);
    }

    private static Family rerank(String name) {
        return of(name, name, Kind.RERANK);
    }

    private static Family of(String inFile, String name, Kind kind) {
        return new Family(name, kind, inFile, inFile.split("[-#]", 2)[0]);
    }

    /// Words of a family may be joined by any separator; after it no letter may follow (a number
    /// may: `qwen3`).
    private static Pattern pattern(String inFile) {
        String words =
                inFile.replace("-#", "#")
                        .replace("-", "[-_. ]?")
                        .replace("#", "[-_. ]?(?<v>\\d{1,2}(?:[._]\\d{1,2}){0,3})");
        return Pattern.compile("(?<![a-z0-9])" + words + "(?![a-z])");
    }
}
