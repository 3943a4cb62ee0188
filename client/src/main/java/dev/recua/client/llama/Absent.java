package dev.recua.client.llama;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands for a field that the engine left out.
final class Absent {
    private Absent() {}

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /// A list that is written only when it was there.
    static <T> @Nullable List<T> orNull(@Nullable List<T> list) {
        return list == null ? null : List.copyOf(list);
    }

    static <T> T or(@Nullable T value, T instead) {
        return value == null ? instead : value;
    }
}
