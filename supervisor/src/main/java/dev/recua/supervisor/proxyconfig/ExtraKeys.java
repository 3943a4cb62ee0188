package dev.recua.supervisor.proxyconfig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The further options that later versions of source 000 pass on, as words of today.
///
/// Names and types as its `server.js` and its `LlamaServerConfig` have them; what its form fills in
/// for "not set" (−1, 0 for a frequency) says nothing.
final class ExtraKeys {
    /// How a value becomes words.
    private interface Words {
        List<String> of(Value value) throws Wrong;
    }

    private static final Set<String> GONE =
            Set.of(
                    "penalize_nl",
                    "grp_attn_n",
                    "grp_attn_w",
                    "neg_prompt_multiplier",
                    "vocab_only",
                    "memory_f16",
                    "memory_f32",
                    "memory_auto");

    private static final Map<String, Words> KEYS = keys();

    private ExtraKeys() {}

    static Set<String> names() {
        return KEYS.keySet();
    }

    static boolean knows(String key) {
        return KEYS.containsKey(key);
    }

    /// Keys of options that llama.cpp has no more, or never had.
    static boolean isGone(String key) {
        return GONE.contains(key);
    }

    /// The words; empty when the value says nothing.
    static List<String> words(String key, Value value) throws Wrong {
        Words words = KEYS.get(key);
        return words == null ? List.of() : words.of(value);
    }

    private static Map<String, Words> keys() {
        Map<String, Words> keys = new HashMap<>();
        for (String key :
                List.of(
                        "min_p",
                        "xtc_probability",
                        "xtc_threshold",
                        "typical_p",
                        "presence_penalty",
                        "frequency_penalty",
                        "dry_multiplier",
                        "dry_base",
                        "yarn_ext_factor",
                        "yarn_attn_factor",
                        "yarn_beta_fast",
                        "yarn_beta_slow")) {
            keys.put(key, value -> number(key, value));
        }
        for (String key :
                List.of("repeat_last_n", "dry_allowed_length", "dry_penalty_last_n", "n_cpu_moe")) {
            keys.put(key, value -> whole(key, value));
        }
        for (String key : List.of("rope_freq_base", "rope_freq_scale")) {
            keys.put(key, value -> positive(key, value));
        }
        for (String key : List.of("tensor_split", "split_mode")) {
            keys.put(key, value -> text(key, value));
        }
        for (String key : List.of("cpu_moe", "ignore_eos", "no_kv_offload", "no_mmap", "mlock")) {
            keys.put(key, value -> flag(option(key), value));
        }
        keys.put("ml_lock", value -> flag("--mlock", value));
        keys.put("use_mmap", ExtraKeys::mapped);
        keys.put("memory_mapped", ExtraKeys::mapped);
        keys.put("numa", ExtraKeys::numa);
        return Map.copyOf(keys);
    }

    private static String option(String key) {
        return "--" + key.replace('_', '-');
    }

    private static List<String> number(String key, Value value) throws Wrong {
        var number = value.number();
        if (number.signum() < 0 && key.startsWith("yarn_")) return List.of();
        return List.of(option(key), number.stripTrailingZeros().toPlainString());
    }

    private static List<String> whole(String key, Value value) throws Wrong {
        long number = value.whole();
        return number < 0 ? List.of() : List.of(option(key), Long.toString(number));
    }

    private static List<String> positive(String key, Value value) throws Wrong {
        var number = value.number();
        if (number.signum() <= 0) return List.of();
        return List.of(option(key), number.stripTrailingZeros().toPlainString());
    }

    private static List<String> text(String key, Value value) throws Wrong {
        String text = value.text();
        return text.isBlank() ? List.of() : List.of(option(key), text);
    }

    private static List<String> flag(String option, Value value) throws Wrong {
        return value.truth() ? List.of(option) : List.of();
    }

    private static List<String> mapped(Value value) throws Wrong {
        return value.truth() ? List.of() : List.of("--no-mmap");
    }

    /// True meant the bare option, which was `distribute` when that still existed.
    private static List<String> numa(Value value) throws Wrong {
        if (!value.isTruth()) return text("numa", value);
        return value.truth() ? List.of("--numa", "distribute") : List.of();
    }
}
