package dev.recua.client.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every value that was set and is allowed, by where `client.json` has it, whichever file or
/// variable it came from. What is put later counts. For one thread.
final class Settings {
    private static final int LONGEST = 40;

    private final Findings findings;
    private final Map<String, Setting> values = new LinkedHashMap<>();
    private final Map<String, Place> sections = new LinkedHashMap<>();

    Settings(Findings findings) {
        this.findings = findings;
    }

    /// The value at this pointer of `client.json`.
    Optional<Setting> at(String pointer) {
        return Optional.ofNullable(values.get(pointer));
    }

    /// Whether an object is there, maybe an empty one, or a value below it.
    boolean hasSection(String pointer) {
        return sections.containsKey(pointer) || anyBelow(pointer).isPresent();
    }

    /// Where a section is, else a value of it.
    Place place(String section) {
        return Optional.ofNullable(sections.get(section))
                .or(() -> anyBelow(section).map(Setting::at))
                .orElseThrow(() -> new IllegalArgumentException("nothing is at " + section));
    }

    private Optional<Setting> anyBelow(String pointer) {
        return values.entrySet().stream()
                .filter(it -> it.getKey().startsWith(pointer + "/"))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    /// Checks the members of an object and keeps those that are allowed.
    ///
    /// @param pointer of the object in its own file
    /// @param target  of the object in `client.json`
    /// @param strict  whether an unknown key is an error; else it is a warning
    void putAll(
            ObjectNode object,
            String pointer,
            String target,
            List<Key> keys,
            Map<String, Place> places,
            boolean strict) {
        sections.put(target, places.getOrDefault(pointer, new Place("", 0, 0, pointer)));
        object.forEachEntry(
                (name, value) -> {
                    String own = JsonText.below(pointer, name);
                    Place at = places.getOrDefault(own, new Place("", 0, 0, own));
                    Optional<Key> key =
                            keys.stream().filter(it -> it.name().equals(name)).findFirst();
                    if (key.isEmpty()) {
                        unknown(at, name, keys, strict);
                    } else if (key.get().kind() instanceof Kind.Section section
                            && value instanceof ObjectNode inner) {
                        String below = JsonText.below(target, name);
                        putAll(inner, own, below, section.keys(), places, strict);
                    } else {
                        put(key.get(), value, at, target);
                    }
                });
    }

    /// Checks one value and keeps it when it is allowed.
    ///
    /// @param section of `client.json` that the key is in
    void put(Key key, JsonNode value, Place at, String section) {
        if (!key.kind().takes(value)) {
            findings.add(
                    ConfigProblem.Severity.ERROR,
                    at,
                    "must be " + key.kind().allowed() + ", was " + shown(key, value),
                    key.without());
            return;
        }
        values.put(JsonText.below(section, key.name()), new Setting(value, at));
    }

    private void unknown(Place at, String name, List<Key> keys, boolean strict) {
        Set<String> names =
                keys.stream().map(Key::name).collect(Collectors.toCollection(LinkedHashSet::new));
        String hint =
                Nearest.of(name, names)
                        .map(near -> "Did you mean " + near + "?")
                        .or(() -> deeper(name, keys))
                        .orElse("Known here: " + String.join(", ", names) + ".");
        if (strict) findings.error(at, "unknown key", hint);
        else findings.warning(at, "unknown key, passed over", hint);
    }

    /// A known key, one level too high.
    private static Optional<String> deeper(String name, List<Key> keys) {
        return keys.stream()
                .filter(
                        key ->
                                key.kind() instanceof Kind.Section section
                                        && section.keys().stream()
                                                .anyMatch(it -> it.name().equals(name)))
                .findFirst()
                .map(key -> "Write it inside " + key.name() + ".");
    }

    private static String shown(Key key, JsonNode value) {
        if (value.isObject()) return "an object";
        if (value.isArray()) return "a list";
        if (value.isNull()) return "null";
        if (key.kind() instanceof Kind.Hidden) return "something else";
        String text = value.toString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
