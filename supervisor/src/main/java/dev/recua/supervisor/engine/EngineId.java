package dev.recua.supervisor.engine;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of an installed engine, `<version>/<target>/<variant>`, which is also its folder below
/// `engines/`.
///
/// @param version `0.7.0` or `b11669`; one path segment
/// @param target  [Target#id()]
/// @param variant what it computes on
public record EngineId(String version, String target, Variant variant) {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    public EngineId {
        requireSegment(version);
        requireSegment(target);
    }

    /// The id that `text` spells; empty when it is none.
    public static Optional<EngineId> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) return Optional.empty();
        if (!isSegment(parts[0]) || !isSegment(parts[1])) return Optional.empty();
        return Variant.find(parts[2]).map(variant -> new EngineId(parts[0], parts[1], variant));
    }

    /// True when `text` can be a version: letters, digits, `.`, `_`, `+`, `-`, no path in it.
    public static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches();
    }

    private static void requireSegment(String text) {
        if (!isSegment(text)) {
            throw new IllegalArgumentException("not part of an engine's name: \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return version + "/" + target + "/" + variant.id();
    }
}
