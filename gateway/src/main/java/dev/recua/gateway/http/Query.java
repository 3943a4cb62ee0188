package dev.recua.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The query of a request: what it says to us, and what of it an engine gets.
///
/// @param text as it came, percent-encoded, without the question mark; may be empty
public record Query(String text) {
    /// Names a model where the body does not.
    static final String MODEL = "model";

    private static final String AUTOLOAD = "autoload";
    private static final Set<String> OURS = Set.of(MODEL, AUTOLOAD);

    /// Of this request. Unlike Vert.x' own reader it takes whatever a caller writes: what is
    /// wrongly
    /// encoded stands for itself.
    public static Query of(HttpServerRequest request) {
        return new Query(Optional.ofNullable(request.query()).orElse(""));
    }

    /// The first value of a parameter, decoded; a plus is a space, as in a form.
    public Optional<String> value(String name) {
        return parts().filter(part -> name.equals(nameOf(part)))
                .map(part -> part.contains("=") ? part.substring(part.indexOf('=') + 1) : "")
                .map(value -> PathNames.decode(value.replace('+', ' ')))
                .findFirst();
    }

    /// Whether the model may be loaded: unless `autoload=false` forbids it.
    boolean autoload() {
        return value(AUTOLOAD).filter("false"::equalsIgnoreCase).isEmpty();
    }

    /// Whether a parameter is there, whatever its value.
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /// What the engine gets: everything but our own parameters, byte for byte, with the question
    /// mark; empty when nothing is left.
    String forEngine() {
        String rest =
                parts().filter(part -> !OURS.contains(nameOf(part)))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? "" : "?" + rest;
    }

    /// The whole query with its question mark, or nothing.
    String whole() {
        return text.isEmpty() ? "" : "?" + text;
    }

    private Stream<String> parts() {
        return Stream.of(text.split("&", -1)).filter(part -> !part.isEmpty());
    }

    private static String nameOf(String part) {
        int equals = part.indexOf('=');
        return PathNames.decode(equals < 0 ? part : part.substring(0, equals));
    }
}
