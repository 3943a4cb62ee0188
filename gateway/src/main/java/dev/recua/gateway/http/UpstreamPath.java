package dev.recua.gateway.http;

import dev.recua.gateway.routing.Resolver;
import dev.recua.models.catalogue.Model;
import java.util.Optional;

/// A path below `/upstream/`, taken apart into model and the engine's own path. Pure.
///
/// The model is the longest beginning of the path that is the name of one: names may hold slashes
/// (`org/repo:quant`), written as they are or percent-encoded. What follows keeps its
/// percent-encoding.
sealed interface UpstreamPath {
    /// What comes before the model.
    String PREFIX = "/upstream/";

    /// No name has more slashes than this.
    int MAX_SEGMENTS = 8;

    /// A model and the engine's path, which begins with a slash.
    record Inner(Model model, String path) implements UpstreamPath {}

    /// A model and nothing behind it, not even a slash.
    record Bare() implements UpstreamPath {}

    /// No beginning of the path is the name of a model.
    ///
    /// @param name what stands where a model should, decoded; may be empty
    record Nobody(String name) implements UpstreamPath {}

    /// Takes a path apart.
    ///
    /// @param path begins with [#PREFIX], percent-encoded
    static UpstreamPath split(String path, Resolver resolver) {
        int end = longest(path);
        while (end > PREFIX.length()) {
            Optional<Model> model = resolver.find(name(path, end));
            if (model.isPresent()) {
                return end == path.length()
                        ? new Bare()
                        : new Inner(model.get(), path.substring(end));
            }
            end = path.lastIndexOf('/', end - 1);
        }
        return new Nobody(name(path, segmentEnd(path, PREFIX.length())));
    }

    private static int longest(String path) {
        int end = segmentEnd(path, PREFIX.length());
        for (int segments = 1; segments < MAX_SEGMENTS && end < path.length(); segments++) {
            end = segmentEnd(path, end + 1);
        }
        return end;
    }

    private static int segmentEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    private static String name(String path, int end) {
        return PathNames.decode(path.substring(PREFIX.length(), end));
    }
}
