package dev.recua.models.gguf;

import java.util.Locale;
import java.util.Optional;

/// How token vectors become one vector (`enum llama_pooling_type`, `<arch>.pooling_type`).
public enum Pooling {
    NONE,
    MEAN,
    CLS,
    LAST,
    RANK;

    private static final Pooling[] BY_CODE = values();

    /// The value of llama-server's `--pooling`.
    public String flag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Pooling> find(long code) {
        return code < 0 || code >= BY_CODE.length
                ? Optional.empty()
                : Optional.of(BY_CODE[(int) code]);
    }
}
