package dev.recua.supervisor.engine;

import java.util.List;

/// One option of llama-server.
///
/// @param spellings every way to write it, `--no-x` among them, such as `-c`, `--ctx-size`; never
///     empty
/// @param values    how many words follow it: 0, 1, seldom 2
public record Flag(List<String> spellings, int values) {
    public Flag {
        if (spellings.isEmpty()) throw new IllegalArgumentException("a flag needs a spelling");
        if (values < 0) throw new IllegalArgumentException("values is negative: " + values);
        spellings = List.copyOf(spellings);
    }

    /// True when `word` is one of the spellings. llama-server reads `_` in a long flag as `-`, and
    /// so do we.
    public boolean matches(String word) {
        return spellings.contains(normal(word));
    }

    static String normal(String word) {
        return word.startsWith("--") ? word.replace('_', '-') : word;
    }
}
