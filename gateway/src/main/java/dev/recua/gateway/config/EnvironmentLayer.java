package dev.recua.gateway.config;

import dev.recua.gateway.config.Node.Scalar;
import dev.recua.models.naming.NearestNames;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `RECUA_*` variables as a layer above the file. A variable that is set to nothing counts as not
/// set.
final class EnvironmentLayer {
    /// Variables that are no keys: others read them.
    private static final String PREFIX = "RECUA_";
    private static final Set<String> SPECIAL =
            Set.of(
                    "RECUA_HOME",
                    "RECUA_CONFIG",
                    "RECUA_URL",
                    "RECUA_ENGINE",
                    "RECUA_JAVA_HOME",
                    "RECUA_JAVA_OPTS");

    /// The beginnings of names that others read: our tests, and programs that are clients.
    private static final Set<String> FOREIGN = Set.of("RECUA_TEST_", "RECUA_CLIENT_");

    private static final Map<String, Key> BY_VARIABLE =
            Keys.all().stream()
                    .filter(key -> key.variable().isPresent())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    key -> key.variable().orElseThrow(), Function.identity()));

    private static final Map<String, Key> FILE_ONLY =
            Keys.all().stream()
                    .filter(key -> key.variable().isEmpty() && !key.path().contains("*"))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    key -> Key.variableName(key.path()), Function.identity()));

    private EnvironmentLayer() {}

    static void add(Map<String, String> environment, Layers layers, ProblemLog problems) {
        new TreeMap<>(environment)
                .forEach(
                        (name, value) -> {
                            if (!name.startsWith(PREFIX) || value.isBlank()) return;
                            if (SPECIAL.contains(name)) return;
                            if (FOREIGN.stream().anyMatch(name::startsWith)) return;
                            Key key = BY_VARIABLE.get(name);
                            if (key == null) unknown(name, problems);
                            else
                                layers.put(
                                        key.path(),
                                        key.path(),
                                        new Scalar(value.strip(), new Origin.Variable(name)));
                        });
    }

    private static void unknown(String name, ProblemLog problems) {
        var origin = new Origin.Variable(name);
        Key key = FILE_ONLY.get(name);
        if (key != null) {
            String hint =
                    key.path().equals("engine.path")
                            ? "Use RECUA_ENGINE, or the file."
                            : "Set it in config.yaml.";
            problems.warning(origin, key.path(), "is read from the file only", Optional.of(hint));
            return;
        }
        // Compared without the prefix, which all of them share.
        var known =
                Stream.concat(SPECIAL.stream(), BY_VARIABLE.keySet().stream())
                        .map(variable -> variable.substring(PREFIX.length()))
                        .toList();
        problems.warning(
                origin,
                "",
                "is no variable that Recua knows, it has no effect",
                NearestNames.of(name.substring(PREFIX.length()), known, 1).stream()
                        .findFirst()
                        .map(near -> "Did you mean " + PREFIX + near + "?"));
    }
}
