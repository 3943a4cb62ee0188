package dev.recua.client.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an `agents.config.json` is as a `client.json`. Keys stay as they are written: a variable
/// stays a variable. Pure.
final class AgentsFile {
    private static final String MASK = "****";

    private AgentsFile() {}

    /// The same in the other form, without what no client reads.
    ///
    /// @param root   of a file that has no errors
    /// @param folder of the file: the names of key files that start there become absolute
    static ObjectNode asNative(ObjectNode root, Path folder) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.put(Keys.ALLOW_REMOTE_FALLBACK.name(), false);
        ObjectNode providers = file.putObject(Keys.PROVIDERS.name());
        JsonNode sections = root.path(FileLayer.AGENTS);
        for (ProviderType type : ProviderType.values()) {
            type.agentsKey()
                    .map(sections::path)
                    .filter(JsonNode::isObject)
                    .ifPresent(
                            section ->
                                    providers.set(
                                            type.wire(), known(section, Keys.of(type), folder)));
        }
        return file;
    }

    /// The same without the keys that stand in it.
    static ObjectNode masked(ObjectNode client) {
        ObjectNode copy = client.deepCopy();
        copy.path(Keys.PROVIDERS.name())
                .valueStream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .forEach(AgentsFile::mask);
        return copy;
    }

    private static void mask(ObjectNode provider) {
        JsonNode key = provider.path(Keys.API_KEY.name());
        boolean shown = !key.isString() || key.stringValue().isBlank();
        if (shown || key.stringValue().contains("${")) return;
        provider.put(Keys.API_KEY.name(), MASK);
    }

    private static ObjectNode known(JsonNode section, List<Key> keys, Path folder) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Key key : keys) {
            JsonNode value = section.path(key.name());
            if (value.isMissingNode()) continue;
            kept.set(
                    key.name(),
                    switch (key.kind()) {
                        case Kind.Section inner -> known(value, inner.keys(), folder);
                        case Kind.Hidden hidden -> anchored(value, folder);
                        default -> value;
                    });
        }
        return kept;
    }

    private static JsonNode anchored(JsonNode key, Path folder) {
        Optional<String> name = key.path("file").stringValueOpt();
        if (name.isEmpty() || name.get().startsWith("~")) return key;
        String path = folder.resolve(name.get()).toAbsolutePath().normalize().toString();
        return JsonNodeFactory.instance.objectNode().put("file", path);
    }
}
