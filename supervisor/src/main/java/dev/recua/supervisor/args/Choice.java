package dev.recua.supervisor.args;

/// A word that an option takes, one of few. What a newer llama-server takes besides can be said by
/// [EngineArgs.Builder#words].
public interface Choice {
    /// The word as llama-server reads it.
    String word();

    /// `--flash-attn`: attention without the whole matrix in memory; needed for a quantised V
    /// cache.
    enum FlashAttention implements Choice {
        ON,
        OFF,
        /// Where the device can.
        AUTO;

        @Override
        public String word() {
            return lowerCase(this);
        }
    }

    /// `--load-mode`: how the weights come into memory.
    enum LoadMode implements Choice {
        /// Mapped, unless a device cannot.
        AUTO("auto"),
        /// Read.
        NONE("none"),
        /// Mapped: pages come when they are used and may go again.
        MMAP("mmap"),
        /// Read, and kept from being swapped.
        MLOCK("mlock"),
        /// Mapped, and kept in memory.
        MMAP_MLOCK("mmap+mlock"),
        /// Read past the page cache.
        DIRECT("dio");

        private final String word;

        LoadMode(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /// `--cache-type-k`, `--cache-type-v`: how keys and values are kept.
    enum CacheType implements Choice {
        F32,
        F16,
        BF16,
        Q8_0,
        Q4_0,
        Q4_1,
        IQ4_NL,
        Q5_0,
        Q5_1;

        @Override
        public String word() {
            return lowerCase(this);
        }
    }

    /// `--split-mode`: how a model is divided among several GPUs.
    enum SplitMode implements Choice {
        /// One GPU only, that of `--main-gpu`.
        NONE,
        LAYER,
        ROW,
        TENSOR;

        @Override
        public String word() {
            return lowerCase(this);
        }
    }

    /// `--rope-scaling`: how positions beyond the trained context are made.
    enum RopeScaling implements Choice {
        NONE,
        LINEAR,
        YARN;

        @Override
        public String word() {
            return lowerCase(this);
        }
    }

    /// `--pooling`: how the vectors of tokens become one.
    enum Pooling implements Choice {
        NONE,
        MEAN,
        CLS,
        LAST,
        RANK;

        @Override
        public String word() {
            return lowerCase(this);
        }
    }

    /// `--reasoning-format`: where the thoughts of a model go.
    enum ReasoningFormat implements Choice {
        AUTO("auto"),
        /// Left in the answer.
        NONE("none"),
        /// Into `reasoning_content`.
        DEEPSEEK("deepseek"),
        /// Both.
        DEEPSEEK_LEGACY("deepseek-legacy");

        private final String word;

        ReasoningFormat(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /// `--spec-type`: where guesses come from that the model then only checks.
    enum SpecType implements Choice {
        NONE("none"),
        DRAFT_SIMPLE("draft-simple"),
        DRAFT_EAGLE3("draft-eagle3"),
        DRAFT_MTP("draft-mtp"),
        DRAFT_DFLASH("draft-dflash"),
        DRAFT_DSPARK("draft-dspark"),
        NGRAM_SIMPLE("ngram-simple"),
        NGRAM_MAP_K("ngram-map-k"),
        NGRAM_MAP_K4V("ngram-map-k4v"),
        NGRAM_MOD("ngram-mod"),
        NGRAM_CACHE("ngram-cache");

        private final String word;

        SpecType(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    private static String lowerCase(Enum<?> choice) {
        return choice.name().toLowerCase(java.util.Locale.ROOT);
    }
}
