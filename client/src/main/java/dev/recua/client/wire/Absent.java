package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands for a field that the sender left out.
final class Absent {
    private Absent() {}

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    static <T> T or(@Nullable T value, T instead) {
        return value == null ? instead : value;
    }
}
