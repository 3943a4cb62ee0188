package dev.recua.supervisor.args;

import dev.recua.supervisor.engine.EngineFlags;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Options of a llama-server, in the words of today's build, checked as far as our table knows them
/// ([Options]). What a certain binary is told, says [#speak].
///
/// ```java
/// EngineArgs args = EngineArgs.builder()
///         .contextSize(8192)
///         .gpuLayers(99)
///         .flashAttention(Choice.FlashAttention.ON)
///         .set("--min-p", 0.05)
///         .words("--override-kv tokenizer.ggml.add_bos_token=bool:false")
///         .build();
/// ```
///
/// Immutable. [#toString] and [#display] show no secret.
public final class EngineArgs {
    private final List<String> words;

    private EngineArgs(List<String> words) {
        this.words = List.copyOf(words);
    }

    /// Starts with nothing said.
    public static Builder builder() {
        return new Builder();
    }

    /// The words, secrets among them: for [Dialect] only.
    public List<String> words() {
        return words;
    }

    /// The words with secrets masked.
    public List<String> display() {
        return Secrets.mask(words);
    }

    /// What a llama-server with these options is told.
    public Spoken speak(EngineFlags flags) {
        return Dialect.of(flags).speak(words);
    }

    /// One line for a shell, with secrets masked.
    @Override
    public String toString() {
        return ShellWords.join(display());
    }

    /// Collects options.
    ///
    /// Of one that is set twice, the later value stands in the earlier place; what comes by [#add]
    /// and [#words] is never replaced. Of what was [#set], that is left out which a user's [#words]
    /// say too, in any spelling, when they come later. Every method throws
    /// `IllegalArgumentException`, with the option's name, for an option that the table does not
    /// have and for a value that it cannot take. Not for several threads.
    public static final class Builder {
        /// @param option   empty: words of a user
        /// @param replaces false for one of several
        private record Entry(Optional<Option> option, List<String> words, boolean replaces) {
            private boolean isUsers() {
                return option.isEmpty();
            }
        }

        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        /// Tokens of context, of all slots together; 0: as the model was trained.
        public Builder contextSize(int tokens) {
            return set("--ctx-size", tokens);
        }

        /// Tokens that are worked on at once, as the engine counts them.
        public Builder batchSize(int tokens) {
            return set("--batch-size", tokens);
        }

        /// Tokens that go through the device at once.
        public Builder ubatchSize(int tokens) {
            return set("--ubatch-size", tokens);
        }

        /// Sequences at once; -1: the engine decides.
        public Builder parallel(int slots) {
            return set("--parallel", slots);
        }

        /// Threads that generate; -1: the engine decides.
        public Builder threads(int threads) {
            return set("--threads", threads);
        }

        /// Threads that read prompts; -1: as many as generate.
        public Builder threadsBatch(int threads) {
            return set("--threads-batch", threads);
        }

        /// Layers on the GPU.
        public Builder gpuLayers(int layers) {
            return set("--gpu-layers", layers);
        }

        /// Index of the GPU that does what is not divided.
        public Builder mainGpu(int index) {
            return set("--main-gpu", index);
        }

        /// How the model is divided among GPUs.
        public Builder splitMode(Choice.SplitMode mode) {
            return set("--split-mode", mode);
        }

        /// The share of each GPU, as proportions: 3, 1.
        public Builder tensorSplit(double... shares) {
            return set(
                    "--tensor-split",
                    Arrays.stream(shares)
                            .mapToObj(Builder::plain)
                            .collect(Collectors.joining(",")));
        }

        /// How keys and values are kept. A quantised `v` needs flash attention.
        public Builder cacheTypes(Choice.CacheType k, Choice.CacheType v) {
            return set("--cache-type-k", k).set("--cache-type-v", v);
        }

        public Builder flashAttention(Choice.FlashAttention use) {
            return set("--flash-attn", use);
        }

        public Builder loadMode(Choice.LoadMode mode) {
            return set("--load-mode", mode);
        }

        public Builder ropeScaling(Choice.RopeScaling scaling) {
            return set("--rope-scaling", scaling);
        }

        /// Factor by which positions make the context longer.
        public Builder ropeScale(double factor) {
            return set("--rope-scale", factor);
        }

        /// Base frequency of the positions; the model's own where it is not said.
        public Builder ropeFreqBase(double frequency) {
            return set("--rope-freq-base", frequency);
        }

        /// For requests that say none; -1: another one each time.
        public Builder seed(long seed) {
            return set("--seed", seed);
        }

        /// Temperature of requests that say none.
        public Builder temperature(double temperature) {
            return set("--temp", temperature);
        }

        /// Likewise; 0: all tokens.
        public Builder topK(int tokens) {
            return set("--top-k", tokens);
        }

        /// Likewise; 1: all tokens.
        public Builder topP(double share) {
            return set("--top-p", share);
        }

        /// Likewise; 1: none.
        public Builder repeatPenalty(double factor) {
            return set("--repeat-penalty", factor);
        }

        /// Tokens to generate at most, for requests that do not say; -1: no limit.
        public Builder predict(int tokens) {
            return set("--predict", tokens);
        }

        /// One more adapter.
        public Builder lora(Path adapter) {
            return add("--lora", adapter);
        }

        /// One more adapter, applied by so much.
        public Builder lora(Path adapter, double scale) {
            return add("--lora-scaled", adapter + ":" + plain(scale));
        }

        /// The file for images and sound.
        public Builder projector(Path file) {
            return set("--mmproj", file);
        }

        /// The small model that guesses for the large one.
        public Builder draftModel(Path file) {
            return set("--spec-draft-model", file);
        }

        /// Tokens that are guessed at once at most.
        public Builder draftMax(int tokens) {
            return set("--spec-draft-n-max", tokens);
        }

        /// Where guesses come from.
        public Builder specTypes(Choice.SpecType... types) {
            return set(
                    "--spec-type",
                    Arrays.stream(types).map(Choice::word).collect(Collectors.joining(",")));
        }

        /// Whether the template is run as Jinja; tools need it.
        public Builder jinja(boolean use) {
            return use ? on("--jinja") : off("--jinja");
        }

        /// The name of a built-in chat template, or a template.
        public Builder chatTemplate(String template) {
            return set("--chat-template", template);
        }

        public Builder chatTemplateFile(Path file) {
            return set("--chat-template-file", file);
        }

        public Builder reasoningFormat(Choice.ReasoningFormat format) {
            return set("--reasoning-format", format);
        }

        public Builder pooling(Choice.Pooling pooling) {
            return set("--pooling", pooling);
        }

        /// Serves embeddings only.
        public Builder embeddings() {
            return on("--embeddings");
        }

        /// Serves reranking.
        public Builder reranking() {
            return on("--reranking");
        }

        /// Turns a switch on.
        public Builder on(String option) {
            return put(known(option), option, List.of(), true);
        }

        /// Turns a switch off.
        public Builder off(String option) {
            Option known = known(option);
            String word =
                    known.off().stream()
                            .findFirst()
                            .orElseThrow(() -> wrong(option, "cannot be turned off"));
            return put(known, word, List.of(), true);
        }

        /// Sets an option of any name that the table has.
        ///
        /// @param values numbers, paths, [Choice]s or texts
        public Builder set(String option, Object... values) {
            return put(known(option), option, texts(values), true);
        }

        /// Says an option once more, for those that may be said several times.
        public Builder add(String option, Object... values) {
            return put(known(option), option, texts(values), false);
        }

        /// A user's own words, split like a shell; they are not checked before [EngineArgs#speak]
        /// and beat what was set before them.
        public Builder words(String line) {
            return switch (ShellWords.split(line)) {
                case ShellWords.Words(List<String> words) -> words(words);
                case ShellWords.Unfinished unfinished ->
                        throw new IllegalArgumentException(
                                "words: "
                                        + unfinished.what()
                                        + " at character "
                                        + (unfinished.position() + 1));
            };
        }

        /// Likewise, already split.
        public Builder words(List<String> words) {
            entries.add(new Entry(Optional.empty(), List.copyOf(words), false));
            return this;
        }

        public EngineArgs build() {
            Set<Option> theirs = new HashSet<>();
            List<String> words = new ArrayList<>();
            for (Entry entry : entries.reversed()) {
                if (entry.isUsers()) theirs.addAll(Options.LLAMA_SERVER.among(entry.words()));
                boolean beaten =
                        entry.replaces() && entry.option().filter(theirs::contains).isPresent();
                if (!beaten) words.addAll(0, entry.words());
            }
            return new EngineArgs(words);
        }

        private Builder put(Option option, String word, List<String> values, boolean replaces) {
            option.kind()
                    .problem(values)
                    .ifPresent(
                            problem -> {
                                throw wrong(word, problem);
                            });
            List<String> words = new ArrayList<>();
            words.add(word);
            words.addAll(values);
            Entry entry = new Entry(Optional.of(option), List.copyOf(words), replaces);
            int at = replaces ? place(option) : -1;
            if (at < 0) {
                entries.add(entry);
            } else {
                entries.set(at, entry);
            }
            return this;
        }

        private int place(Option option) {
            for (int at = 0; at < entries.size(); at++) {
                if (entries.get(at).option().filter(option::equals).isPresent()) return at;
            }
            return -1;
        }

        private static Option known(String name) {
            Option option =
                    Options.LLAMA_SERVER.find(name).orElseThrow(() -> wrong(name, unknown(name)));
            if (option.isFormer()) {
                String instead = option.advice().orElse("nothing replaces it");
                throw wrong(name, "was an option of older builds; " + instead);
            }
            return option;
        }

        private static String unknown(String name) {
            String nearest =
                    Options.LLAMA_SERVER
                            .nearest(name)
                            .map(it -> "; did you mean " + it + "?")
                            .orElse("");
            return "no such option" + nearest;
        }

        private static List<String> texts(Object... values) {
            return Arrays.stream(values).map(Builder::text).toList();
        }

        private static String text(Object value) {
            return switch (value) {
                case Choice choice -> choice.word();
                case Double number -> plain(number);
                case Float number -> new BigDecimal(number.toString()).toPlainString();
                default -> value.toString();
            };
        }

        /// Without an exponent: 0.05, 1000000.
        private static String plain(double number) {
            if (!Double.isFinite(number)) return Double.toString(number);
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }

        private static IllegalArgumentException wrong(String option, String why) {
            return new IllegalArgumentException(option + ": " + why);
        }
    }
}
