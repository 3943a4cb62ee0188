package dev.recua.gateway.config;

import dev.recua.gateway.config.Node.Field;
import dev.recua.gateway.config.Node.Fields;
import dev.recua.gateway.config.Node.Nothing;
import dev.recua.models.naming.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which key was set where: the file's keys checked against [Keys], and above them what environment
/// and command line say.
///
/// A key may be set in several layers. The last one counts; all are checked.
final class Layers {
    private final ProblemLog problems;
    private final Map<String, List<Node>> values = new LinkedHashMap<>();
    private final Map<String, Origin> models = new LinkedHashMap<>();

    Layers(ProblemLog problems) {
        this.problems = problems;
    }

    /// What was set for a key, lowest layer first; empty when it was not set.
    List<Node> at(String path) {
        return values.getOrDefault(path, List.of());
    }

    /// Ids below `models`, in file order.
    Set<String> modelIds() {
        return new LinkedHashSet<>(models.keySet());
    }

    /// Where the model's id stands.
    Origin modelAt(String id) {
        return Objects.requireNonNull(models.get(id), id);
    }

    /// Puts a value above those that are there.
    ///
    /// @param pattern of the key, with `*` for a model's id
    void put(String path, String pattern, Node node) {
        if (node instanceof Nothing) return;
        values.computeIfAbsent(path, _ -> new ArrayList<>()).add(node);
        Keys.find(pattern).ifPresent(key -> warnWithoutEffect(key, path, node));
    }

    /// Puts the whole file in.
    void addFile(Fields root) {
        section(root, "", "");
    }

    private void section(Fields section, String path, String pattern) {
        for (Field field : section.fields()) {
            String fieldPath = join(path, field.name());
            if (pattern.equals("models")) {
                models.put(field.name(), field.at());
                inside(field, fieldPath, "models.*");
            } else {
                String fieldPattern = join(pattern, field.name());
                if (field.name().equals("*") || field.name().contains(".")) {
                    unknown(field, fieldPath, pattern);
                } else if (Keys.find(fieldPattern).isPresent()) {
                    put(fieldPath, fieldPattern, field.value());
                } else if (Keys.names(fieldPattern).isEmpty()) {
                    unknown(field, fieldPath, pattern);
                } else {
                    inside(field, fieldPath, fieldPattern);
                }
            }
        }
    }

    private void inside(Field field, String path, String pattern) {
        switch (field.value()) {
            case Fields fields -> section(fields, path, pattern);
            case Nothing _ -> {}
            case Node other ->
                    problems.error(
                            other.at(),
                            path,
                            "must be a map, found " + other.what(),
                            mapHint(pattern));
        }
    }

    private static String mapHint(String pattern) {
        return switch (pattern) {
            case "models" -> "Write one key per model, with its settings below it.";
            case "models.*" -> "Write its settings below it, such as file: ~/models/some.gguf.";
            default -> "It has the keys " + String.join(", ", Keys.names(pattern)) + ".";
        };
    }

    private void unknown(Field field, String path, String section) {
        Set<String> names = Keys.names(section);
        String hint =
                dotted(field.name(), section)
                        .or(
                                () ->
                                        NearestNames.of(field.name(), names, 1).stream()
                                                .findFirst()
                                                .map(Layers::didYouMean))
                        .or(() -> elsewhere(field.name()).map(Layers::didYouMean))
                        .orElse("Known here: " + String.join(", ", names) + ".");
        problems.error(field.at(), path, "unknown key", hint);
    }

    private static String didYouMean(String name) {
        return "Did you mean " + name + "?";
    }

    // A known path written as one word, such as queue.max-wait.
    private static Optional<String> dotted(String name, String section) {
        int dot = name.indexOf('.');
        if (dot < 0 || Keys.find(join(section, name)).isEmpty()) return Optional.empty();
        return Optional.of(
                "Write " + name.substring(dot + 1) + " below " + name.substring(0, dot) + ".");
    }

    // A known key in the wrong place, such as max-wait at the root.
    private static Optional<String> elsewhere(String name) {
        return Keys.all().stream()
                .map(Key::path)
                .filter(path -> path.equals(name) || path.endsWith("." + name))
                .findFirst()
                .map(path -> path.replace("*", "<id>"));
    }

    private void warnWithoutEffect(Key key, String path, Node node) {
        if (key.stage() != Key.Stage.EFFECTIVE)
            problems.warning(node.at(), path, "has no effect yet", Optional.empty());
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
