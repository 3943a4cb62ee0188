package dev.recua.gateway.http;

import java.util.List;

/// What there is to say of one name of a model.
sealed interface Described {
    /// It, as JSON.
    record Known(String json) implements Described {}

    /// There is no such model.
    record Unknown(String name, List<String> nearest) implements Described {}
}
