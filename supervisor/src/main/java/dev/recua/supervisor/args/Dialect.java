package dev.recua.supervisor.args;

import dev.recua.models.naming.NearestNames;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.Flag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The words that one llama-server understands, and how to say in them what was written for
/// another build.
///
/// Only what its `--help` lists is ever said. For an option that it does not list, in this order:
///
/// 1. another spelling of the same option that it lists (`--draft-max` ↔ `--spec-draft-n-max`);
/// 2. nothing, where it lists only the opposite of a switch: it then does so by itself (`--slots`
///    where there is only `--no-slots`);
/// 3. other words that mean the same ([Idioms], [LoadModes]: `--no-mmap` ↔ `--load-mode none`);
/// 4. otherwise a problem that names the option, and the nearest one.
///
/// Forms that changed are changed: the bare `--flash-attn` ↔ `--flash-attn on`, `--lora-scaled
/// FILE SCALE` ↔ `FILE:SCALE`. Secrets go by the environment. Order and repetition stay as
/// written. Immutable; any thread.
public final class Dialect {
    private static final String NOTHING = "; `llama-server --help` lists them";

    private final EngineFlags flags;
    private final Options options;

    private Dialect(EngineFlags flags, Options options) {
        this.flags = flags;
        this.options = options;
    }

    /// The words of the llama-server that has these options.
    public static Dialect of(EngineFlags flags) {
        return new Dialect(flags, Options.LLAMA_SERVER);
    }

    /// Says `words` to it. Never throws: what cannot be said is among the problems.
    ///
    /// @param words options with their values, as a process gets them
    public Spoken speak(List<String> words) {
        return Spoken.of(hear(words));
    }

    List<Heard> hear(List<String> words) {
        List<Heard> heard = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            Heard next = next(words.subList(at, words.size()));
            heard.add(next);
            at += next.written().size();
        }
        return isJoining() ? LoadModes.joined(heard) : heard;
    }

    /// True when the switches of former builds become one `--load-mode`.
    private boolean isJoining() {
        return flags.knows(LoadModes.OPTION)
                && !flags.knows("--mlock")
                && !flags.knows("--no-mmap");
    }

    private Heard next(List<String> words) {
        String word = words.getFirst();
        Optional<Flag> flag = flags.find(word);
        Optional<Option> option = options.find(word);
        Set<String> names = new HashSet<>();
        flag.ifPresent(it -> names.addAll(it.spellings()));
        option.ifPresent(it -> names.addAll(it.spellings()));
        if (names.isEmpty()) return unknown(words);
        int count = new Reading(option, flag).length(words);
        if (count > words.size()) {
            int values = count - 1;
            String needs = "needs " + (values == 1 ? "a value" : values + " values") + " after it";
            return Heard.unsayable(words, names, new ArgProblem(word, needs));
        }
        List<String> written = words.subList(0, count);
        if (option.isPresent()) return said(option.get(), written, names);
        return Heard.asWritten(written, names);
    }

    private Heard said(Option option, List<String> written, Set<String> names) {
        String word = Options.normal(written.getFirst());
        if (isJoining() && LoadModes.isSwitch(word)) return Heard.asWritten(written, names);
        Optional<Flag> flag =
                flags.find(word)
                        .or(() -> option.alike(word).stream().flatMap(this::found).findFirst());
        if (flag.isEmpty()) return instead(option, written, names);
        if (option.kind() instanceof Kind.Secret(String variable) && written.size() == 2) {
            return Heard.secret(written, names, variable);
        }
        String spelling =
                flags.knows(word)
                        ? written.getFirst()
                        : option.alike(word).stream().filter(flags::knows).findFirst().orElse(word);
        Optional<Heard> changed =
                new Forms(flags, spelling, flag.get()).changed(option, written, names);
        if (changed.isPresent()) return changed.get();
        if (spelling.equals(written.getFirst())) return Heard.asWritten(written, names);
        List<String> args = new ArrayList<>(written);
        args.set(0, spelling);
        return Heard.otherwise(written, names, args, "this llama-server calls it so");
    }

    private Stream<Flag> found(String spelling) {
        return flags.find(spelling).stream();
    }

    private Heard instead(Option option, List<String> written, Set<String> names) {
        String word = Options.normal(written.getFirst());
        boolean isDefault =
                option.kind() instanceof Kind.Switch
                        && option.opposite(word).stream().anyMatch(flags::knows);
        if (isDefault) {
            String why = "this llama-server does so unless it is told otherwise";
            return Heard.otherwise(written, names, List.of(), why);
        }
        for (Idioms.Idiom idiom : Idioms.of(option, word, written.subList(1, written.size()))) {
            List<Heard> said = hear(idiom.words());
            if (said.stream().allMatch(it -> it.problem().isEmpty())) {
                return Heard.through(written, names, said, idiom.why());
            }
        }
        return Heard.unsayable(written, names, new ArgProblem(written.getFirst(), missing(option)));
    }

    private static String missing(Option option) {
        String advice =
                option.advice().orElse("other builds have; take it out or use another engine");
        return option.isFormer()
                ? "llama.cpp has it no more: " + advice
                : "this llama-server has no such option, " + advice;
    }

    private Heard unknown(List<String> words) {
        String word = words.getFirst();
        boolean value = looksLikeOption(word) && words.size() > 1 && !looksLikeOption(words.get(1));
        return Heard.unsayable(words.subList(0, value ? 2 : 1), Set.of(), problem(word));
    }

    private ArgProblem problem(String word) {
        int equals = word.indexOf('=');
        if (looksLikeOption(word) && equals > 0) {
            String option = word.substring(0, equals);
            if (flags.knows(option) || options.find(option).isPresent()) {
                return new ArgProblem(
                        option + "=…",
                        "write the value as a word of its own: " + option + " VALUE");
            }
            word = option;
        }
        if (!looksLikeOption(word)) {
            return new ArgProblem(
                    word,
                    "belongs to no option; options begin with -, words with blanks need quotes");
        }
        var known = flags.flags().stream().flatMap(flag -> flag.spellings().stream()).toList();
        String nearest =
                NearestNames.of(word, known, 1).stream()
                        .findFirst()
                        .map(it -> "; did you mean " + it + "?")
                        .orElse(NOTHING);
        return new ArgProblem(word, "this llama-server has no such option" + nearest);
    }

    static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.startsWith("-") && !word.matches("-[0-9.].*");
    }
}
